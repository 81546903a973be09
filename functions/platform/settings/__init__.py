"""What staff set: all documents with their versions; and the one about the shop as a whole."""
