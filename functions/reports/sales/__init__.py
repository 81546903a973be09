"""Figures of sales: written down, counted, read."""
