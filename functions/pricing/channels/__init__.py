"""By which channels the shop sells, and from which warehouses each."""
