"""The reports table."""
