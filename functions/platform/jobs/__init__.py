"""Background jobs, for every domain."""
