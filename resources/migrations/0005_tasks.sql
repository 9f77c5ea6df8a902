-- Tasks (VTODO). `list` is folded, for the order; `place` is the order within it.
CREATE TABLE tasks (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    done INTEGER NOT NULL,
    list TEXT NOT NULL,
    place REAL NOT NULL,
    completed TEXT NOT NULL,    -- empty while it is open
    words TEXT NOT NULL,
    labels TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX tasks_list ON tasks (done, list, place);
