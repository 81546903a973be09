"""Reminders of carts that were left: by steps that the shop sets, each once for a cart."""
