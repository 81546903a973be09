"""The privacy table, and what it holds of persons."""
