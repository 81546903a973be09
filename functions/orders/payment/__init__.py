"""What money means for an order."""
