"""How a product ends, and how another begins as its copy."""
