"""Levels of members: what orders count, kept and dropped by the clock, given by staff, shown with the way to the next."""
