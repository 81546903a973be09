"""Products that are not for everybody."""
