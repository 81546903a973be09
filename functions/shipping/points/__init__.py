"""Pick-up points: the port, its providers, how they are found, and the search for buyers."""
