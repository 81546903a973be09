"""The person's account at the identity provider: a port of one call. Their e-mail address, name and password are there and nowhere else."""

from __future__ import annotations

import hashlib

from botocore.exceptions import ClientError

from functions.shared.outside import aws
from functions.shared.plain import ids
from functions.shared.plain.settings import settings


def delete_account(customer_id: str) -> str:
    """Their login, so that what waits under it can be found; empty when there is no account (any more)."""
    pool, name = settings().user_pool_id, ids.subject_of(customer_id)
    cognito = aws.client("cognito-idp")
    try:
        found = cognito.admin_get_user(UserPoolId=pool, Username=name)
        cognito.admin_user_global_sign_out(UserPoolId=pool, Username=name)
        cognito.admin_delete_user(UserPoolId=pool, Username=name)
    except ClientError as error:
        if error.response["Error"]["Code"] == "UserNotFoundException":
            return ""
        raise
    attributes = {one["Name"]: one["Value"] for one in found.get("UserAttributes", [])}
    return str(attributes.get("email", ""))


def login_partition(login: str) -> str:
    """Of registrations that wait for their code (functions/customers/store/records.py)."""
    return f"LOGIN#{hashlib.sha256(login.encode()).hexdigest()}"
