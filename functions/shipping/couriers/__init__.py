"""Couriers: the port, the adapters, how they are found, and which carriers they make."""
