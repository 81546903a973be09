"""What staff write on an order for each other; its buyer sees none of it."""
