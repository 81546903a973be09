"""Lists, search and suggestions for shoppers, and what keeps the index up to date."""
