"""Customers as staff look for them: by address, number, name, and what they did."""
