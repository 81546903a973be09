"""Parcels are picked and packed."""
