"""Durable tasks: accepted work runs, whatever happens to the process that accepted it."""
