"""Bundles at the real handlers."""
