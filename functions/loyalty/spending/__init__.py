"""Points that reduce a cart or buy gifts: what they are worth, taken in the order's transaction, given back with what goes back."""
