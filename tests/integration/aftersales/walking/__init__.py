"""Random walks over what becomes of an order."""
