"""API keys: made, looked at, rotated, taken over, revoked."""
