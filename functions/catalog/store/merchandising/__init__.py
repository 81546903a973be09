"""Rules of searches in the catalogue table."""
