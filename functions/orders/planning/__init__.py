"""Plans: which pieces of an order go from which warehouse, and by whom."""
