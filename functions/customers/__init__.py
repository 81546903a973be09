"""Accounts, profiles, address books. What other domains may use is exported here and nowhere else."""

from functions.customers.code_mail import RegistrationMail, registration_mail
from functions.customers.contact import CustomerContact, customer_contact
from functions.customers.proven_email import verified_email
from functions.customers.saved_addresses import SavedAddress, saved_address

__all__ = [
    "CustomerContact",
    "RegistrationMail",
    "SavedAddress",
    "customer_contact",
    "registration_mail",
    "saved_address",
    "verified_email",
]
