"""Withdrawn pieces that have not left."""
