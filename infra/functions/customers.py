"""Registration and sign-in. Cognito keeps the passwords; its sign-up and sign-in calls need no right."""

from __future__ import annotations

from infra.functions.grants import person_keys, read, remove, users, write
from infra.functions.model import Function, Http

FUNCTIONS = (
    Function(
        name="auth",
        domain="customers",
        trigger=Http(("POST /v1/auth/*",)),
        grants=(
            users("AdminGetUser", "AdminCreateUser", "AdminSetUserPassword", "AdminDeleteUser", "AdminUserGlobalSignOut"),
            read("customers"),
            *person_keys(),
            write("customers"),
        ),
        settings=("USER_POOL_ID",),
    ),
    Function(
        name="me",
        domain="customers",
        trigger=Http(("ANY /v1/me", "ANY /v1/me/addresses", "ANY /v1/me/addresses/*")),
        # The platform table for definitions of custom fields, here and below.
        grants=(read("customers"), *person_keys(), write("customers"), remove("customers"), read("platform")),
        settings=("DEFAULT_COUNTRY",),
    ),
    Function(
        name="customers-admin",
        domain="customers",
        trigger=Http(("ANY /v1/admin/customers/*",)),
        grants=(read("customers"), *person_keys(), write("customers"), read("platform")),
    ),
)
