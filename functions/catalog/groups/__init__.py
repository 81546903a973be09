"""Categories, brands and tags."""
