"""What happened to an order, as its readers see it."""
