"""From what a caller wrote to what an engine says: pure functions on strings."""
