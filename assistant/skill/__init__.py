"""What a skill is, what it may see, and how the user's words become its arguments."""
