"""Orders that another system had: pure."""
