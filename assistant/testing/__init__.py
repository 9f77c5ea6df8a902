"""A small world for tests and for authors of skills; the program never imports it."""
