"""Tasks: lists at the left, things to do at the right."""
