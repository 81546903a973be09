"""Safety data of products: what an offer shows, what must be there before one, and who lacks it."""
