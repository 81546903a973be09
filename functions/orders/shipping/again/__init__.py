"""Pieces of a parcel that came back are sent again on the same order."""
