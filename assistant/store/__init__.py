"""SQLite, and only here: records, journal, outbox, cards, talk."""
