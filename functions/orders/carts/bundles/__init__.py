"""Bundles put into a cart."""
