"""Accounts as customers and staff see them; adjusted by staff, ended by the clock, and what is owed in all."""
