"""How good forecasts are on a seeded year."""
