"""What staff say goes with a product: it comes before everything that is counted."""
