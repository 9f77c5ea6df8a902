"""Plain things that every room may use; imports nothing of ours."""
