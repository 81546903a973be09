"""The person's account at the identity provider: a port of one call. Their e-mail address, name and password are there and nowhere else."""

from __future__ import annotations

import hashlib

from botocore.exceptions import ClientError

from functions.shared.outside import aws
from functions.shared.plain import ids
from functions.shared.plain.settings import settings

_PURPOSES = ("sign_in", "reset", "payment", "new_contact", "own_contact")
"""What codes are asked for (functions/customers/model/one_time_code.py)."""


def delete_account(customer_id: str) -> list[str]:
    """Their logins, so that what waits under them can be found; none when there is no account (any more)."""
    pool, name = settings().user_pool_id, ids.subject_of(customer_id)
    cognito = aws.client("cognito-idp")
    try:
        found = cognito.admin_get_user(UserPoolId=pool, Username=name)
        cognito.admin_user_global_sign_out(UserPoolId=pool, Username=name)
        cognito.admin_delete_user(UserPoolId=pool, Username=name)
    except ClientError as error:
        if error.response["Error"]["Code"] == "UserNotFoundException":
            return []
        raise
    attributes = {one["Name"]: one["Value"] for one in found.get("UserAttributes", [])}
    return [str(attributes[name]) for name in ("email", "phone_number") if attributes.get(name)]


def login_partition(login: str) -> str:
    """Of registrations that wait for their code (functions/customers/store/records.py)."""
    return f"LOGIN#{hashlib.sha256(login.encode()).hexdigest()}"


def code_partitions(customer_id: str, login: str) -> list[str]:
    """Of codes that were sent to it, whatever for."""
    scopes = ("", customer_id, f"{customer_id}|email", f"{customer_id}|phone")
    told = ["\x1f".join((purpose, scope, login)) for purpose in _PURPOSES for scope in scopes]
    return [f"CODE#{hashlib.sha256(one.encode()).hexdigest()}" for one in told]
