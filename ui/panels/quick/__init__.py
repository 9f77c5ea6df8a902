"""One line that becomes an event, a reminder or a task while it is typed."""
