"""Figures for staff, made from events. Other domains need nothing from here."""
