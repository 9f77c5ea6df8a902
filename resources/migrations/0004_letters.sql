-- Letters that arrived, and the bytes that they arrived as.

CREATE TABLE letters (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,      -- empty: imported
    folder TEXT NOT NULL,
    uid INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    date TEXT NOT NULL,
    unread INTEGER NOT NULL,
    sender TEXT NOT NULL,
    words TEXT NOT NULL,
    labels TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX letters_date ON letters (date);
CREATE INDEX letters_folder ON letters (account, folder, date);
CREATE INDEX letters_message ON letters (message_id);

-- The source of a letter; one that could not be read is here too, with the reason.
CREATE TABLE sources (
    id TEXT PRIMARY KEY,
    raw BLOB NOT NULL,
    trouble TEXT NOT NULL DEFAULT ''
) STRICT;
