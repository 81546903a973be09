"""What machines of the staff may do, as tools: the shop's own API, asked with their key."""
