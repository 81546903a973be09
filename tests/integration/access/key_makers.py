"""Staff of the shop and the keys they make."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from functions.access.app import app
from functions.orders.app import app as orders
from functions.pricing.model.channels import ALWAYS, Channel, Channels
from functions.pricing.store.channels import sales_channels
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
        if channel := more.get("channel"):
            listed(channel)
        return self.door.post(KEYS, {"name": "scanner", "kind": kind, "scopes": list(scopes), **more})

    def becomes(self, *roles: str, suspended: bool = False) -> None:
        stand(self.subject, *roles, suspended=suspended)


def listed(channel: str) -> None:
    """Among the shop's channels, from wherever it sells."""
    known, version = sales_channels.stored()
    if channel not in ALWAYS | {one.id for one in known.channels}:
        wanted = Channels((*known.channels, Channel(channel, channel)))
        sales_channels.put(wanted, if_match=version, remember=lambda _channels, _version: ())


def a_person(*roles: str) -> Person:
    subject = str(uuid.uuid4())
    return Person(subject, stand(subject, *roles))


def with_key(secret: str, which: Any = orders, **headers: str) -> Client:
    return Client(which, {"X-Api-Key": secret, **headers})


def half_a_minute_later() -> None:
    """What processes keep for half a minute is over."""
    standing.forget()
