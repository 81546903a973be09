"""The platform table."""
