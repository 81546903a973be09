"""17TRACK: follows parcels of carriers all over the world."""

from functions.shipping.couriers.track17.courier import Track17Courier

__all__ = ["Track17Courier"]
