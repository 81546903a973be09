"""Collections. Pure."""
