"""What the lists of the console read."""
