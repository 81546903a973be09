"""What was sent, for staff."""
