"""The customers table, and the user pool."""
