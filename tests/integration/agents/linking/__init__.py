"""Customers who let an agent act for them."""
