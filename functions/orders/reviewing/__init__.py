"""Orders on hold: held by staff, released, rejected, listed."""
