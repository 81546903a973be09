"""Withdrawal from a contract, by law: offered in two steps, stated, and from there on cases like others."""
