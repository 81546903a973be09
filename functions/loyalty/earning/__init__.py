"""What an order brings: pending from its payment, usable when returns are over, less with what goes back."""
