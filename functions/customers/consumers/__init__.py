"""What the user pool asks while somebody signs in."""
