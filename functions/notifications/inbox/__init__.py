"""What somebody's account was told, for themselves."""
