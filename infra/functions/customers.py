"""Registration and sign-in. Cognito keeps the passwords; its sign-up and sign-in calls need no right."""

from __future__ import annotations

from infra.functions.grants import read, remove, users, write
from infra.functions.model import Function, Http

FUNCTIONS = (
    Function(
        name="auth",
        domain="customers",
        trigger=Http(("POST /v1/auth/*",)),
        grants=(
            users("AdminGetUser", "AdminCreateUser", "AdminSetUserPassword", "AdminDeleteUser", "AdminUserGlobalSignOut"),
            read("customers"),
            write("customers"),
        ),
        settings=("USER_POOL_ID",),
    ),
    Function(
        name="me",
        domain="customers",
        trigger=Http(("ANY /v1/me", "ANY /v1/me/addresses", "ANY /v1/me/addresses/*")),
        grants=(read("customers"), write("customers"), remove("customers")),
        settings=("DEFAULT_COUNTRY",),
    ),
)
