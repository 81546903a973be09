"""Parcels that came back without having arrived."""
