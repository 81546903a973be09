"""What follows the stream of the stock table."""
