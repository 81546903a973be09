"""Staff of the shop and the keys they make."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from functions.access.app import app
from functions.orders.app import app as orders
from functions.shared.auth import standing
from tests.integration.access.standings import stand
from tests.support.http import Answer, Client
from tests.support.identity import bearer

KEYS = "/v1/admin/api_keys"
ORDERS = "/v1/admin/orders"


@dataclass
class Person:
    subject: str
    id: str

    @property
    def door(self) -> Client:
        return Client(app, bearer(subject=self.subject))

    def make(self, *scopes: str, kind: str = "secret", **more: Any) -> Answer:
        return self.door.post(KEYS, {"name": "scanner", "kind": kind, "scopes": list(scopes), **more})

    def becomes(self, *roles: str, suspended: bool = False) -> None:
        stand(self.subject, *roles, suspended=suspended)


def a_person(*roles: str) -> Person:
    subject = str(uuid.uuid4())
    return Person(subject, stand(subject, *roles))


def with_key(secret: str, which: Any = orders, **headers: str) -> Client:
    return Client(which, {"X-Api-Key": secret, **headers})


def half_a_minute_later() -> None:
    """What processes keep for half a minute is over."""
    standing.forget()
