"""What the lists say of each variant."""
