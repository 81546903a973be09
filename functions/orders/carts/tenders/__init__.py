"""What pays for a cart before anything else: gift cards and its buyer's credit."""
