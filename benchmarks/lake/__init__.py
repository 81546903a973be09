"""The lake: its hours, its days, and reports over them."""
