"""Group buying at the real handlers."""
