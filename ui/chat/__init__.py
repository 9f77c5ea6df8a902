"""The conversation: bubbles that stream, the composer, the line that says what is going on."""
