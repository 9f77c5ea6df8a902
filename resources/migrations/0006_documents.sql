-- Texts of one's own.
CREATE TABLE documents (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL,
    labels TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT;
