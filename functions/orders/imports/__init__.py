"""Orders that another system had."""
