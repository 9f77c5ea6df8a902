"""The outside world: mail servers and the desktop's notifications; sockets live here only."""
