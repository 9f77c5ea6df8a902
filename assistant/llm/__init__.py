"""Language models: what they are asked, the process they run in, and where they come from."""
