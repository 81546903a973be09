"""A cart becomes an order."""
