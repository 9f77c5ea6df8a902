"""What happens at a moment: APScheduler, and only here. The tables are the truth, it only wakes."""
