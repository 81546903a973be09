"""What promotions say to one cart, and what an order uses of them."""
