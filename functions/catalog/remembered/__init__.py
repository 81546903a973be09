"""What customers keep as favourites and have looked at."""
