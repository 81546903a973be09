"""The pricing table: the price lists of the shop, and what they say of each variant."""
