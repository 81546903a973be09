"""Accounts, profiles, address books. What other domains may use is exported here and nowhere else."""

from functions.customers.proven_email import verified_email

__all__ = ["verified_email"]
