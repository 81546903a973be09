"""Stock as staff works on it."""
