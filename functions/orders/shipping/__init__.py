"""Parcels: written down, told to couriers, followed."""
