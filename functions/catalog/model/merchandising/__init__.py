"""What staff say of searches. Pure."""
