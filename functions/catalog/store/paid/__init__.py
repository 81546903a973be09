"""What is paid for a variant."""
