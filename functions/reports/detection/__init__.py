"""What is not as usual: found hour by hour, shown to staff with the reason, once."""
