"""One message per event, channel and recipient."""
