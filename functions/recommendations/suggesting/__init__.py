"""What shoppers are shown beside a product, and as what they may like."""
