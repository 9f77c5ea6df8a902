"""How things look and read: theme, icons, type, small widgets, dates and repeats in words."""
