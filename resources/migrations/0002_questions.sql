-- A question to the user, and the call that waits for the answer: one a conversation.
CREATE TABLE questions (
    conversation TEXT PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
    data TEXT NOT NULL
) STRICT;

-- How many letters left lately, and what became of a draft, without reading the letters.
CREATE INDEX outbox_leaving ON outbox (not_before) WHERE state <> 'draft';
CREATE INDEX outbox_draft ON outbox (draft);
