"""Which carts are looked at, as they may have been left."""
