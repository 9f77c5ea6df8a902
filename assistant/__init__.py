"""Deskmate's core: everything but the window. Runs headless."""

__version__ = "0.1.0"
