"""Plain tools: they reach nothing outside of the function but its settings."""
