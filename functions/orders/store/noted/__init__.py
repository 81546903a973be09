"""What staff keep on an order for each other: notes, and tags with their index."""
