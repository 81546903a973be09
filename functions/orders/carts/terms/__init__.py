"""What of the shop's rules holds for a cart: where it can go and how, and what comes off it."""
