"""The window: PySide6 widgets over the facade of the core.

Inside: shell > chat | panels > cards > models > look. Widgets take a `Desk` (ui.desk), the part of
the facade that the window uses, and never each other's insides.
"""
