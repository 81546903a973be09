"""What is carried from exchange to exchange, and what a case pays back with it."""
