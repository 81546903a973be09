"""Rules over people and their orders, saved by staff."""
