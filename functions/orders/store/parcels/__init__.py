"""What is written beside an order: its parcels, and the cases about it."""
