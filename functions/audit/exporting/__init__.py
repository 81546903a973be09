"""Rows of a period as a file, with the heads that say how far each day goes."""
