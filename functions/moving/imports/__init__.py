"""Customers and orders of another system."""
