"""How a shop sells: its markets and its channels, as every domain names them."""
