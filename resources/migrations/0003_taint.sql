-- What was read in a conversation, as labels (TRUST rule 2); `tainted` says whether any is foreign.
ALTER TABLE conversations ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
UPDATE conversations SET labels = '[{"origin":"mail","source":""}]' WHERE tainted = 1;
