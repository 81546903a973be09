"""Accounts, profiles, address books. What other domains may use is exported here and nowhere else."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.customers.accounts.code_mail import RegistrationMail, registration_mail
    from functions.customers.accounts.register import refuse_weak
    from functions.customers.accounts.staff_account import StaffAccount, account_for, set_first_password
    from functions.customers.codes.code_message import CodeMessage, code_message
    from functions.customers.factors.reset import operator_resets_factor
    from functions.customers.finding.all_customers import all_customers
    from functions.customers.imports.take_in_customer import Became, TakenIn, customer_with_login, take_in_customer
    from functions.customers.logins.change_notice import ChangeNotice, change_notice
    from functions.customers.model.imported import ImportedCustomer
    from functions.customers.profile.choosing import ChoosingFacts, choosing_facts
    from functions.customers.profile.contact import CustomerContact, customer_contact
    from functions.customers.profile.proven_email import verified_email
    from functions.customers.profile.saved_addresses import SavedAddress, default_address, saved_address
    from functions.customers.store.imported import known_customer
else:
    __getattr__ = lazily(
        __name__,
        {
            "accounts.code_mail": "RegistrationMail registration_mail",
            "codes.code_message": "CodeMessage code_message",
            "accounts.register": "refuse_weak",
            "logins.change_notice": "ChangeNotice change_notice",
            "accounts.staff_account": "StaffAccount account_for set_first_password",
            "imports.take_in_customer": "Became TakenIn customer_with_login take_in_customer",
            "model.imported": "ImportedCustomer",
            "factors.reset": "operator_resets_factor",
            "finding.all_customers": "all_customers",
            "profile.choosing": "ChoosingFacts choosing_facts",
            "profile.contact": "CustomerContact customer_contact",
            "profile.proven_email": "verified_email",
            "profile.saved_addresses": "SavedAddress default_address saved_address",
            "store.imported": "known_customer",
        },
    )

__all__ = [
    "Became",
    "ChangeNotice",
    "ChoosingFacts",
    "CodeMessage",
    "CustomerContact",
    "ImportedCustomer",
    "RegistrationMail",
    "SavedAddress",
    "StaffAccount",
    "TakenIn",
    "account_for",
    "all_customers",
    "change_notice",
    "choosing_facts",
    "code_message",
    "customer_contact",
    "customer_with_login",
    "default_address",
    "known_customer",
    "operator_resets_factor",
    "refuse_weak",
    "registration_mail",
    "saved_address",
    "set_first_password",
    "take_in_customer",
    "verified_email",
]
