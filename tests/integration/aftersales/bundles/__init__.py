"""Bundles that come back."""
