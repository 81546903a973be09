"""Files of products from this and other shops, read, checked and applied."""
