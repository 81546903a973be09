"""A courier, a payment provider and a tax service that are added to the shop without touching a file of it."""
