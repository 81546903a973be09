"""Every function that hears events hears all that it can hear of somebody who was erased: from dead letters, held back, told twice. And
what is kept for the clock and for couriers comes late. None of them writes a value of theirs, and nothing of theirs comes back."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from importlib import import_module
from typing import Any

import boto3
import pytest

from functions.orders.store.records import OrdersTable
from functions.privacy.app import app
from functions.shared.contract.event_catalogue import event_types
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.plain import ids
from functions.shared.plain.bodies import as_json
from functions.shared.sealing import forget
from infra.functions import FUNCTIONS
from infra.functions.model import Function, Queue
from infra.told.events import heard_by
from tests.integration.notifications.webhooks.subscribers import staged
from tests.integration.privacy.conftest import Person
from tests.integration.privacy.planted import AT, MARK, said
from tests.integration.privacy.test_erasure import erased, in_clear
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.tables import TABLES

HEARS: dict[str, list[str]] = {}
for _type, _names in heard_by().items():
    for _name in _names:
        HEARS.setdefault(_name.strip("`"), []).append(_type)
LISTENING = [one for one in FUNCTIONS if isinstance(one.trigger, Queue) and one.name in HEARS]
BRING_BACK = (
    "customer",
    "address",
    "finding",
    "posting",
    "note",
    "subscriber",
    "message_preferences",
    "titles",
    "cart",
    "wallet",
    "devices",
)
"""Kinds that an erasure removes."""


def of_them(shape: Any, name: str, person: Person) -> Any:
    """A value of that type as an event of theirs would have it; what is free text is planted."""
    kind = typing.get_origin(shape) or shape
    if kind in (types.UnionType, typing.Union):
        return of_them(next(one for one in typing.get_args(shape) if one is not type(None)), name, person)
    if kind is str:
        known = {"order_id": person.order_id, "customer_id": person.id, "person": person.id, "currency": "CNY", "language": "en"}
        if name in known:
            return known[name]
        return (
            AT if name.endswith(("_at", "at")) else said(" as they said") if name in ("reason", "note", "text", "detail") else f"{name}_1"
        )
    if kind in (int, bool, float):
        return kind(1)
    if kind is dict:
        return {"said": said()}
    if is_dataclass(kind):
        return as_json(payload(kind, person))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind)).value
    return []


def payload(shape: Any, person: Person) -> Any:
    hints = typing.get_type_hints(shape)
    return {
        one.name: of_them(hints[one.name], one.name, person)
        for one in fields(shape)
        if (one.default is MISSING and one.default_factory is MISSING) or one.name in ("order", "order_id", "customer_id", "reason", "note")
    }


def letters(function: Function, person: Person) -> Iterator[Envelope]:
    """All that it hears: made up of them, and as it was told."""
    for name in HEARS[function.name]:
        shape = event_types()[name]
        subject = person.id if name.startswith(("customer", "address", "consent", "erasure", "contact")) else person.order_id
        told = as_json(payload(shape, person))
        made = Envelope(
            ids.derived_id("evt", name, subject), name, vars(shape)["VERSION"], AT, subject, SYSTEM, told, "", {"m": said()}, {"f": said()}
        )
        yield made
    yield from (one for one in events_in(OrdersTable) if one.type in HEARS[function.name])


def test_what_they_hear_of_somebody_who_was_erased_they_write_without_them(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 8: one after another. Letters that they cannot use stay letters; it is enough that nothing of them is written."""
    staged(monkeypatch).made()
    heard = {function.name: [*letters(function, person)] for function in LISTENING}
    assert all(MARK in json.dumps([as_json(one) for one in some]) for some in heard.values())
    erased(Client(app, bearer(subject=person.subject)))
    assert in_clear() == []
    for function in LISTENING:
        handler = getattr(import_module(function.module), function.handler)
        forget()
        before = kinds()
        for one in heard[function.name]:
            for _ in range(2):
                handler(sqs_of_events([one]), None)
        assert in_clear() == [], function.name
        assert {kind for kind in kinds() - before if kind in BRING_BACK} == set(), function.name


def kinds() -> set[str]:
    dynamodb = boto3.client("dynamodb")
    return {item.get("kind", {}).get("S", "") for table in TABLES for item in dynamodb.scan(TableName=table)["Items"]}


def test_functions_that_hear_events_are_many() -> None:
    assert len(LISTENING) > 12
