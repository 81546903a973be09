"""Orders that another system had, as they are stored."""
