"""What providers tell: kept, believed, applied, or put aside for people."""
