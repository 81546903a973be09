"""Lists of orders by what stands beside each: a tag, a SKU."""
