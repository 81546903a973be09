"""A parcel on its way: the day it is expected, and what goes wrong with it. Pure."""
