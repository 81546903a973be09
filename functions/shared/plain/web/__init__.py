"""Web addresses that people type in."""
