"""What the law wants is kept as long as it says, and no longer."""
