"""Who has an account: carried by their logins. A pool gives everybody an id of its own, so a new deployment knows them by other ids, and
every line is rewritten by that."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from functions.shared.plain import ids
from infra.transfer.deployment import Deployment

_ID = re.compile(r"cus_[0-7][0-9A-HJKMNP-TV-Z]{25}")
_KEPT = ("email", "phone_number", "name", "locale")


@dataclass(frozen=True)
class Account:
    """`login`: by which they are found; `attributes`: those that are carried."""

    customer_id: str
    login: str
    attributes: dict[str, str]

    def row(self) -> dict[str, Any]:
        return asdict(self)


def accounts_of(place: Deployment) -> Iterator[Account]:
    for page in place.cognito.get_paginator("list_users").paginate(UserPoolId=place.user_pool):
        for user in page["Users"]:
            told = {one["Name"]: one["Value"] for one in user["Attributes"]}
            login = told.get("email") or told.get("phone_number")
            if login:
                yield Account(ids.customer_id(told["sub"]), login, {name: told[name] for name in _KEPT if name in told})


def brought(account: Account, place: Deployment) -> str:
    """The id they have there; an account without a password is made for who has none."""
    given = [{"Name": name, "Value": value} for name, value in account.attributes.items()]
    given += [{"Name": f"{name}_verified", "Value": "true"} for name in ("email", "phone_number") if name in account.attributes]
    with contextlib.suppress(place.cognito.exceptions.UsernameExistsException):
        place.cognito.admin_create_user(UserPoolId=place.user_pool, Username=account.login, UserAttributes=given, MessageAction="SUPPRESS")
    user = place.cognito.admin_get_user(UserPoolId=place.user_pool, Username=account.login)
    return ids.customer_id(next(one["Value"] for one in user["UserAttributes"] if one["Name"] == "sub"))


def renamed(text: str, names: Mapping[str, str]) -> str:
    """With the ids that people have there. Who has no account keeps theirs."""
    return _ID.sub(lambda found: names.get(found[0], found[0]), text) if names else text
