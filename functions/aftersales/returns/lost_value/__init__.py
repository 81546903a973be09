"""What withdrawn goods have lost by being used, taken off what goes back."""
