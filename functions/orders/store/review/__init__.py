"""Reviews of orders as they are stored."""
