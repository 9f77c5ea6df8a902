"""The frame: start, window, rail, palette, tray, and the way of events from the core to widgets."""
