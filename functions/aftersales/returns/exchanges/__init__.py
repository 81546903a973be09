"""Exchanges: the order of the other pieces begins with the case, and the case follows it."""
