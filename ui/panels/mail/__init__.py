"""Letters that arrived: the list, one of them to read, an answer to it."""
