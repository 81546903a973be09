"""Pictures and papers of a case: announced, then posted straight to the bucket."""
