"""Coupons: defined, made, claimed, kept, expired."""
