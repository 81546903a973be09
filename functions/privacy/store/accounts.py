"""The person's account at the identity provider: a port of one call. Their e-mail address, name and password are there and nowhere else."""

from __future__ import annotations

import hashlib

from botocore.exceptions import ClientError

from functions.shared.contact.emails import same_email
from functions.shared.outside import aws
from functions.shared.plain import ids
from functions.shared.plain.settings import settings
from functions.shared.sealing import filed

_PURPOSES = ("sign_in", "reset", "payment", "new_contact", "own_contact")
"""What codes are asked for (functions/customers/model/one_time_code.py)."""


def logins_of(customer_id: str) -> list[str]:
    """By what they sign in, so that what waits under it can be found; none when there is no account (any more)."""
    try:
        found = aws.client("cognito-idp").admin_get_user(UserPoolId=settings().user_pool_id, Username=ids.subject_of(customer_id))
    except ClientError as error:
        _unless_gone(error)
        return []
    attributes = {one["Name"]: one["Value"] for one in found.get("UserAttributes", [])}
    # As the shop writes them: the pool has an address's domain in ASCII.
    return [same_email(attributes[name]) for name in ("email", "phone_number") if attributes.get(name)]


def delete_account(customer_id: str) -> None:
    """Their sessions end first. Again: nothing."""
    named = {"UserPoolId": settings().user_pool_id, "Username": ids.subject_of(customer_id)}
    cognito = aws.client("cognito-idp")
    try:
        cognito.admin_user_global_sign_out(**named)
        cognito.admin_delete_user(**named)
    except ClientError as error:
        _unless_gone(error)


def _unless_gone(error: ClientError) -> None:
    if error.response["Error"]["Code"] != "UserNotFoundException":
        raise error


def waiting_places(customer_id: str, login: str) -> list[str]:
    """Partitions of what waits for somebody with this login (functions/customers/store/login_keys.py): registrations, codes whatever for, a
    claim; also as they were named before."""
    scopes = ("", customer_id, f"{customer_id}|email", f"{customer_id}|phone")
    told = [(purpose, scope, login) for purpose in _PURPOSES for scope in scopes]
    keyed = [f"LOGIN#{filed('login', login)}", f"CLAIM#{filed('claim', login)}", *(f"CODE#{filed('code', *one)}" for one in told)]
    before = [f"LOGIN#{_before(login)}", f"CLAIM#{_before(login)}", *(f"CODE#{_before(chr(0x1F).join(one))}" for one in told)]
    return [*keyed, *before]


def _before(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
