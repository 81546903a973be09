"""Custom fields as staff declare them."""
