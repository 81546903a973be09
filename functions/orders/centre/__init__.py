"""What a customer sees of themselves at a glance."""
