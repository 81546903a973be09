"""Figures: counted by day, added up in whatever is asked for, told as JSON and files."""
