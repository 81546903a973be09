"""Scores that several domains speak of."""
