"""Payment passwords, and the proof that a payment is its buyer's."""
