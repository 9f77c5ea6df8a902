"""Frozen records and pure rules."""
