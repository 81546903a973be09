"""The shop's own roles, made of the same permissions as the built-in ones."""
