"""The table: its records, and what is published of it, in memory."""
