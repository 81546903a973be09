"""Registration and sign-in. Cognito keeps the passwords, and gives tokens to whom the shop lets in."""

from __future__ import annotations

from infra.functions.grants import (
    check,
    end_sessions,
    mark_factors,
    mark_verified,
    person_keys,
    read,
    read_secret,
    remove,
    take_tickets,
    users,
    write,
)
from infra.functions.model import UNHURRIED, Function, Http, Pool, Queue

FUNCTIONS = (
    Function(
        name="auth",
        domain="customers",
        trigger=Http(
            (
                "POST /v1/auth/*", "ANY /v1/me/factors", "ANY /v1/me/factors/*", "POST /v1/admin/staff/*/reset_factor",
                "POST /v1/admin/customers/*/reset_factor",
            )
        ),
        grants=(
            users(
                "AdminGetUser",
                "AdminCreateUser",
                "AdminSetUserPassword",
                "AdminDeleteUser",
                "AdminUserGlobalSignOut",
                "AdminInitiateAuth",
                "AdminRespondToAuthChallenge",
            ),
            read("customers"),
            *person_keys(),
            write("customers"),
            remove("customers"),
            end_sessions(),
            mark_factors(),
            mark_verified(),
            # What proves a payment is signed with the key of links.
            read_secret("links"),
        ),
        settings=("PUBLIC_BASE_URL", "USER_POOL_ID"),
        # zxcvbn's lists and the rules of telephone numbers are read by Python itself.
        memory=1024,
    ),
    Function(
        name="auth-challenge",
        domain="customers",
        trigger=Pool(),
        handler="answer_pool",
        grants=(take_tickets(),),
        # Cognito waits for 5 seconds.
        timeout=5,
    ),
    Function(
        name="logins",
        domain="customers",
        trigger=Http(("POST /v1/me/email", "POST /v1/me/email/*", "POST /v1/me/phone", "POST /v1/me/phone/*")),
        grants=(
            users(
                "AdminDeleteUser",
                "AdminGetUser",
                "AdminInitiateAuth",
                "AdminRespondToAuthChallenge",
                "AdminUpdateUserAttributes",
                "AdminUserGlobalSignOut",
            ),
            read("customers"),
            *person_keys(),
            write("customers"),
            end_sessions(),
            mark_verified(),
        ),
        # The address of the shop: whose passkeys are asked for.
        settings=("PUBLIC_BASE_URL", "USER_POOL_ID"),
    ),
    Function(
        name="external-logins",
        domain="customers",
        trigger=Http(("POST /v1/auth/external/*", "GET /v1/me/external", "ANY /v1/me/external/*")),
        grants=(
            users(
                "AdminCreateUser",
                "AdminDeleteUser",
                "AdminGetUser",
                "AdminInitiateAuth",
                "AdminRespondToAuthChallenge",
                "AdminSetUserPassword",
            ),
            read("customers"),
            *person_keys(),
            check("privacy"),
            write("customers"),
            mark_verified(),
            read_secret("identity"),
            # The key of look-ups.
            read_secret("privacy"),
        ),
        settings=("PUBLIC_BASE_URL", "USER_POOL_ID"),
        timeout=20,
    ),
    Function(
        name="me",
        domain="customers",
        trigger=Http(("ANY /v1/me", "ANY /v1/me/addresses", "ANY /v1/me/addresses/*")),
        # The platform table for definitions of custom fields, here and below.
        grants=(
            read("customers"), *person_keys(), write("customers"), remove("customers"), read("platform"), mark_verified(),
            # Whether they agreed to what they tell of themselves.
            read("privacy"), check("privacy"),
        ),
    ),
    Function(
        name="customers-admin",
        domain="customers",
        trigger=Http(("GET /v1/admin/customers", "ANY /v1/admin/customers/*")),
        # The key that people are looked up with; where they stand is an index.
        # A customer as a whole is told by the domains that know of them; a note is written for who was not erased.
        grants=(
            read("customers", "gsi1"), *person_keys(), write("customers"), remove("customers"), read("platform"), read_secret("privacy"),
            read("privacy"), check("privacy"), read("orders", "gsi1"), read("payments"), read("aftersales", "gsi1"), read("notifications"),
        ),
    ),
    Function(
        name="customer-lists",
        domain="customers",
        handler="list_customers",
        # Nobody waits for it, and somebody new has several events at once.
        trigger=Queue("customer-lists", concurrency=2, window=UNHURRIED),
        grants=(
            read("customers"), *person_keys(), write("customers"), remove("customers"), read("privacy"), check("privacy"),
            read("orders", "gsi1"), read_secret("privacy"),
        ),
        timeout=30,
    ),
)  # fmt: skip
