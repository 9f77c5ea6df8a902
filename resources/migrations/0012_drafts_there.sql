-- Drafts as they lie in the server's folder of drafts.

CREATE TABLE drafts_there (
    draft TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    validity INTEGER NOT NULL,
    uid INTEGER NOT NULL,       -- 0: taken away there by somebody else
    digest TEXT NOT NULL        -- of the draft as it was when both sides were equal
) STRICT, WITHOUT ROWID;
