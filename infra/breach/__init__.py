"""What is done from the command line at once after data or access got into wrong hands."""
