"""Lines or address of an order change before it is shipped."""
