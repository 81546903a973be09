"""What the search benchmark searches in, and how good what it finds has to be."""
