-- Threads by References and subject, folders opened at their newest letter, files put with drafts.

CREATE TABLE threads (
    letter TEXT PRIMARY KEY,
    thread TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX threads_thread ON threads (thread);

-- Which thread a Message-ID belongs to, whether its letter is here or was only referred to.
CREATE TABLE thread_ids (
    message_id TEXT PRIMARY KEY,
    thread TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_ids_thread ON thread_ids (thread);

-- The thread that a subject was last seen in: for answers that name no letter.
CREATE TABLE thread_subjects (
    subject TEXT PRIMARY KEY,
    thread TEXT NOT NULL,
    date TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX letters_box ON letters (account, folder, date, seq);
CREATE INDEX letters_unread ON letters (account, folder) WHERE unread = 1;
DROP INDEX letters_folder;

-- Files that were put with a draft by hand; equal bytes are kept once.
CREATE TABLE files (
    digest TEXT PRIMARY KEY,    -- SHA-256
    data BLOB NOT NULL
) STRICT;
