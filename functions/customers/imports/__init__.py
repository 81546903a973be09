"""Customers that another system had."""
