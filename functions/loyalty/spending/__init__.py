"""Points that take something off a cart: what they are worth, taken in the order's transaction, given back with what goes back."""
