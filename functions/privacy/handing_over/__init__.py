"""Records of a period, as files with a manifest of their hashes, for who may ask for them."""
