"""Tables: items, reads, transactions."""
