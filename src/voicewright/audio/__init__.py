"""Pure functions on float32 arrays."""
