"""The access table: its records, and what reads and writes them."""
