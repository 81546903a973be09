"""What buyers ask for on the order's page: that it is cancelled, that something goes back."""
