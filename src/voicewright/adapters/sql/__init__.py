"""The database: SQLite in one file, or PostgreSQL, by one code path."""
