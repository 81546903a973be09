"""People of a shop for tests of its staff: each with their standing, the register, and a way to call."""

from __future__ import annotations

import uuid
from typing import Any

import boto3

from functions.access.app import app
from functions.access.model.register import Register
from functions.access.store.records import REGISTER_KEY, AccessTable, RegisterRecord
from functions.shared.auth.standing import forget
from functions.shared.plain.bodies import load
from functions.shared.plain.ids import customer_id
from infra.local.standings import give_role
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer

STAFF, ROLES = "/v1/admin/staff", "/v1/admin/roles"


class Member:
    """Somebody with these built-in roles; `call` sends their token."""

    def __init__(self, *roles: str, email: str = "") -> None:
        self.subject = str(uuid.uuid4())
        self.id = customer_id(self.subject)
        self.email = email or f"{self.id.lower()}@shop.example"
        facts = [{"Name": "sub", "Value": self.subject}, {"Name": "email", "Value": self.email}]
        for role in roles:
            give_role(boto3.client("dynamodb"), "access", {"UserAttributes": facts}, role)
        forget()
        self.client = Client(app, bearer(subject=self.subject))

    @property
    def url(self) -> str:
        return f"{STAFF}/{self.id}"

    def edit(self, other: Member, **changes: Any) -> Answer:
        return self.client.patch(other.url, changes)

    def suspend(self, other: Member) -> Answer:
        return self.client.post(f"{other.url}/suspend", {})

    def seen(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(self.url).json
        return found


def register() -> Register:
    return load(Register, RegisterRecord.get(REGISTER_KEY, REGISTER_KEY).body)


def told() -> list[str]:
    return [event.type for event in events_in(AccessTable)]
