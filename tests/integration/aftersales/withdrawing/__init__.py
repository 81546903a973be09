"""Withdrawals at the real handlers."""
