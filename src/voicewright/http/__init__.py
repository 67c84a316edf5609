"""The server: one core, spoken to in the HTTP contracts of several vendors."""
