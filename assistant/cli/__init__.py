"""The terminal face of Deskmate."""
