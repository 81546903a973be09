"""The night: counted from the lake, what goes with what, what sells best, and what was clicked."""
