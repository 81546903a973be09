"""Flash sales: an own quota, price and limit between two seconds."""
