"""What the shop's programme gives for orders and takes for points."""
