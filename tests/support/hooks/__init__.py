"""Somebody outside who is asked by the shop."""
