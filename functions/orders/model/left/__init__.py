"""Carts that were left: pure."""
