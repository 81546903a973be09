"""All that the shop has of a person, as a file for them."""
