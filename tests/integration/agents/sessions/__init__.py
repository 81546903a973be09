"""Sessions, whatever protocol they are spoken of in."""
