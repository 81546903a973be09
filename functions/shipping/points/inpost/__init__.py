"""InPost: parcel lockers and counters in Poland."""

from functions.shipping.points.inpost.points import InPostPoints

__all__ = ["InPostPoints"]
