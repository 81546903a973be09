"""Rules of searches: synonyms, pins, hidden products, boosts; and why a search answers what it does."""
