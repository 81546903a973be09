"""Back in stock: who waits for a variant is told once when it can be bought again, in the order of asking."""
