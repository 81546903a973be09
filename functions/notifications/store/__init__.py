"""The notifications table."""
