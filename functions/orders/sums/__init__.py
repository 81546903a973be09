"""What carts and orders show alike: totals, their parts, delivery, address."""
