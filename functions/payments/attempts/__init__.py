"""Attempts to pay: begun, asked about, captured, let go."""
