"""Bundles: what costs less together, as shoppers see it."""
