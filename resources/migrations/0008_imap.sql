-- What is known of mail servers: folders, and how each letter lies there.
-- A letter whose own flags or folder differ from these was changed here, and waits to be told.

ALTER TABLE letters ADD COLUMN role TEXT NOT NULL DEFAULT 'inbox';

CREATE TABLE folders (
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,         -- inbox, sent, drafts, trash, junk, archive, or empty
    validity INTEGER NOT NULL,  -- UIDVALIDITY
    modseq INTEGER NOT NULL,    -- HIGHESTMODSEQ of the last time (RFC 7162), or 0
    PRIMARY KEY (account, name)
) STRICT;

CREATE TABLE on_server (
    id TEXT PRIMARY KEY,        -- the letter's
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uid INTEGER NOT NULL,
    flags TEXT NOT NULL,
    whole INTEGER NOT NULL,     -- 0: its head alone is here
    UNIQUE (account, folder, uid)
) STRICT;

-- Letters that left, once they are known to lie in the server's folder of sent ones.
CREATE TABLE filed (
    outgoing TEXT PRIMARY KEY
) STRICT;
