"""Addresses that are not written to any more, for staff."""
