"""Share links: a name for a product that its owner passes on, what is opened and bought by it, and what its owner is due for that."""
