"""The table: its records, and the few ways they are read and written."""
