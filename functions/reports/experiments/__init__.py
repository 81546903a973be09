"""A/B tests: what staff try, which variant somebody gets, and what came of it."""
