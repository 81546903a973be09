"""The invoices table: its records, and what reads and writes them."""
