"""Cards: what would be done, shown whole before it is done. One renderer a kind of change."""
