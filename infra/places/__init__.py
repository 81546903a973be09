"""Data of places that is made from kept data sets."""
