"""A believable past: a year of orders, made from a seed, and written in bulk as the handlers would have written it."""
