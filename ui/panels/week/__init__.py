"""The week as a grid: days side by side, hours from top to bottom."""
