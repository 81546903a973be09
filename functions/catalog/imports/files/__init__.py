"""Product files of this and other shops: from bytes to products in the shape of our admin API. Pure."""
