"""A/B tests: who gets which variant, and what came of it. Pure."""
