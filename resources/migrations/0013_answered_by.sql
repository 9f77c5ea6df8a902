-- Which model and adapter answered: NAME@SHA+VERSION@SHA, or MODEL@HOST.

ALTER TABLE lines ADD COLUMN model TEXT NOT NULL DEFAULT '';
