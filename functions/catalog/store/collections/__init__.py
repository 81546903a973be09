"""Collections in the catalogue table."""
