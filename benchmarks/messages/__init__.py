"""Campaigns to many people: what they cost, and that each is told once."""
