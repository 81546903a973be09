"""What will be bought in the next two weeks: pieces of each variant, orders of each hour."""
