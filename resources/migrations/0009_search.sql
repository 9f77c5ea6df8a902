-- Letters by their words: an index beside the table (FTS5), kept in step by triggers.
-- The columns hold what assistant/domain/searching.py makes of the text, Chinese in pairs.

ALTER TABLE letters ADD COLUMN people TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN attached INTEGER NOT NULL DEFAULT 0;

CREATE VIRTUAL TABLE letters_text USING fts5 (
    sender, people, subject, words,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO letters_text (rowid, sender, people, subject, words)
    SELECT seq, sender, people, subject, words FROM letters;
CREATE TRIGGER letters_told AFTER INSERT ON letters
BEGIN
    INSERT INTO letters_text (rowid, sender, people, subject, words)
        VALUES (new.seq, new.sender, new.people, new.subject, new.words);
END;
CREATE TRIGGER letters_gone AFTER DELETE ON letters
BEGIN
    DELETE FROM letters_text WHERE rowid = old.seq;
END;
