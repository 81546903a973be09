"""Figures that must hold; `make bench` prints them with the machine."""
