"""Notes and tags of staff on an order. Pure."""
