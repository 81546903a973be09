"""Products as editors and shoppers see them: made, edited, published, read."""
