"""What machines are told of goods that are sold before they are there."""
