-- The house: records, journal, outbox, cards, talk, firings, accounts.
-- Moments are UTC, ISO 8601 of one width, so that the order of text is the order of time.
-- `seq` is the order of the last writing. `data` holds the whole record; the columns beside it
-- are computed from it (assistant/store/tables.py) and serve search and order alone.

CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    lasting INTEGER NOT NULL,   -- 1: repeats, or is longer than a week
    earliest TEXT NOT NULL,     -- no occurrence starts before this
    latest TEXT NOT NULL,       -- no occurrence ends after this; far future: for ever
    words TEXT NOT NULL,
    labels TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX events_brief ON events (earliest) WHERE lasting = 0;
CREATE INDEX events_lasting ON events (latest) WHERE lasting = 1;

CREATE TABLE reminders (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    done INTEGER NOT NULL,
    fires TEXT NOT NULL,
    labels TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX reminders_fires ON reminders (done, fires);

CREATE TABLE contacts (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    labels TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX contacts_name ON contacts (name);

CREATE TABLE drafts (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    sent INTEGER NOT NULL,
    words TEXT NOT NULL,
    labels TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX drafts_sent ON drafts (sent);

-- The audit log: append-only, each line's hash covers the line before. No bodies.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    conversation TEXT NOT NULL,
    turn TEXT NOT NULL,
    tool TEXT NOT NULL,
    cause TEXT NOT NULL,
    summary TEXT NOT NULL,
    labels TEXT NOT NULL,
    approval TEXT NOT NULL,
    undo_of TEXT NOT NULL,
    depth INTEGER NOT NULL,     -- 0 done, 1 undone, 2 done again, ...
    proposal TEXT NOT NULL,     -- SHA-256 of what is kept for undo
    hash TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX journal_undo ON journal (undo_of) WHERE undo_of <> '';
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- What undo needs; may be thrown away after 30 days without breaking the chain.
CREATE TABLE journal_kept (
    entry TEXT PRIMARY KEY REFERENCES journal (id),
    proposal TEXT NOT NULL,
    former TEXT NOT NULL        -- the labels that each change found, null where there was no record
) STRICT;

CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    entry TEXT NOT NULL REFERENCES journal (id),
    draft TEXT NOT NULL,
    account TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'ready', 'sending', 'sent', 'unknown')),
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL,
    message BLOB NOT NULL,
    message_id TEXT NOT NULL,
    not_before TEXT NOT NULL,
    held INTEGER NOT NULL DEFAULT 0,    -- 1: a failure that waits for the user
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    settled TEXT NOT NULL DEFAULT ''    -- when it was found to have been sent
) STRICT;
CREATE INDEX outbox_due ON outbox (state, held, not_before);
-- A letter is on its way once only.
CREATE UNIQUE INDEX outbox_once ON outbox (draft) WHERE state <> 'draft';

CREATE TABLE cards (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'declined', 'replaced', 'stale')),
    data TEXT NOT NULL
) STRICT;
CREATE INDEX cards_state ON cards (state);

CREATE TABLE conversations (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    tainted INTEGER NOT NULL
) STRICT;
CREATE INDEX conversations_updated ON conversations (updated);

CREATE TABLE lines (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    turn TEXT NOT NULL,
    role TEXT NOT NULL,
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    card TEXT NOT NULL,
    entry TEXT NOT NULL,
    stopped INTEGER NOT NULL
) STRICT;
CREATE INDEX lines_conversation ON lines (conversation);

-- Written before a reminder is shown: each occurrence fires once.
CREATE TABLE firings (
    reminder TEXT NOT NULL,
    occurrence TEXT NOT NULL,
    fired_at TEXT NOT NULL,
    seen INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (reminder, occurrence)
) STRICT;
CREATE INDEX firings_unseen ON firings (fired_at) WHERE seen = 0;

-- Passwords are in the keyring, never here.
CREATE TABLE accounts (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    data TEXT NOT NULL
) STRICT;
