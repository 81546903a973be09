"""Registering, signing in, getting back in."""
