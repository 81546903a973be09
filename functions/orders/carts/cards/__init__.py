"""Gift cards that are bought in a cart: whom they are sent to, and where there are none."""
