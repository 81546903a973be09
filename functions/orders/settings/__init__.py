"""What staff set about delivery, tax and checkout."""
