"""Money that moves outside any provider: collected by couriers, or transferred to our bank."""
