"""For whom products are."""
