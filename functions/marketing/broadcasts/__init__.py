"""Incidents: staff choose affected orders, and their buyers are told once, by every way that the shop has."""
