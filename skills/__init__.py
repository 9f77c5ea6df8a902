"""One file, one skill; nothing else lives here."""
