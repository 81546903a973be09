"""The log as staff read it."""
