"""What becomes of the order of an exchange, its case follows."""
