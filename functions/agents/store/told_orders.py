"""Orders of agents that have shown who they are: to whom each is told, until long after it is over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from datetime import timedelta

from functions.agents.store.records import ORDER_SK, OrderRecord, order_pk
from functions.orders import sealed, unsealed
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, put_new, transact

_KEPT = timedelta(days=400)


@dataclass(frozen=True)
class Told:
    """`agent`: the address of its profile. `is_new`: it was told nothing of this order yet."""

    agent: str
    session: str
    version: str
    common: Mapping[str, str] = field(default_factory=dict)
    is_new: bool = True


class _Noted(Exception):
    pass


def note_order(order_id: str, told: Told) -> None:
    """Once. The session's id opens the session, so it is sealed."""
    until = int((clock.now() + _KEPT).timestamp())
    body = sealed(json.dumps({"agent": told.agent, "session": told.session, "version": told.version, "common": dict(told.common)}))
    with suppress(_Noted):
        transact([put_new(OrderRecord(pk=order_pk(order_id), sk=ORDER_SK, kind="order", body=body, ttl=until), _Noted())])


def find_told(order_id: str) -> Told | None:
    record = find(OrderRecord, order_pk(order_id), ORDER_SK)
    return Told(**json.loads(unsealed(str(record.body))), is_new=not record.told) if record else None


def note_told(order_id: str) -> None:
    there = OrderRecord.pk.exists()
    transact([Update(OrderRecord, order_pk(order_id), ORDER_SK, [OrderRecord.told.set(1)], there, _Noted())])
