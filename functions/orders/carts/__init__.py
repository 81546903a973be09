"""Carts: filled, checked against the catalogue, priced."""
