"""The shipping table: its records, and what reads them."""
