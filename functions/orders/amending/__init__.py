"""Lines or address of a placed order change before it is shipped: previewed, versioned, the difference paid once or given back once."""
