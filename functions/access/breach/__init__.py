"""What is done at once after data or access got into wrong hands."""
