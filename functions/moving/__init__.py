"""What comes into the shop from elsewhere, and what leaves it whole."""
