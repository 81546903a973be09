"""Which price lists there are, and for whom each is."""
