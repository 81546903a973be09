"""Rates of exchange: for currencies in which nobody wrote a price."""
