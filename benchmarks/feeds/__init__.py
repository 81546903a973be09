"""Product feeds of a large catalogue (ADR 113)."""
