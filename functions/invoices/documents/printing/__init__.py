"""Drawn by reportlab: imported when something is printed, and not before."""
