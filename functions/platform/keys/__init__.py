"""Keys of payment providers and couriers, as staff put them in."""
