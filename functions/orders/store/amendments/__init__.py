"""Amendments of orders, as they are stored: beside the order, under its version."""
