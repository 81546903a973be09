"""What was set aside: shown, tried again; and what became of all that was received."""
