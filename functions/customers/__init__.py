"""Accounts, profiles, address books. What other domains may use is exported here and nowhere else."""

from functions.customers.contact import CustomerContact, customer_contact
from functions.customers.proven_email import verified_email

__all__ = ["CustomerContact", "customer_contact", "verified_email"]
