"""What makes an order wait for people, and what they decided."""
