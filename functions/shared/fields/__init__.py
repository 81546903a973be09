"""Fields of the merchant's own: their types, and what a value may be. Pure."""
