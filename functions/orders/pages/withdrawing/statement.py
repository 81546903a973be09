"""Withdrawing by number and e-mail address, for who has no link: the statement is taken in, whoever made it, and its answer tells nothing.

The call only queues it. Whether there is such an order is found out later, so the answer and its time say nothing of it; what became of the
statement goes to the order's own address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from cryptography.exceptions import InvalidTag

from functions.orders.pages.lookup import QUEUE, Asked, named_order
from functions.orders.store.order_links import sealed, unsealed
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.events.contracts.withdrawals import OrderWithdrawalStated
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid, Unreadable
from functions.shared.store.transactions import Exists, transact


@dataclass(frozen=True)
class StatedByNumber:
    """As it was typed. `pieces` by SKU; empty: the whole contract."""

    number: str
    email: str
    name: str
    pieces: dict[str, int]


def token_of(stated: StatedByNumber) -> str:
    """What confirms exactly this. Raises Unavailable while there is no key."""
    return sealed(dump(stated))


def confirmed(token: str) -> StatedByNumber:
    """Takes the statement in. Raises Invalid (422 `unknown_confirm_token`), Unavailable when it is not taken."""
    try:
        stated = load(StatedByNumber, unsealed(token))
    except (InvalidTag, Unreadable, ValueError) as error:
        raise Invalid.field("/confirm_token", "unknown_confirm_token", "Call without it first: the answer has the one to send.") from error
    send_all(QUEUE, [Message({"statement": sealed(dump(stated)), "at": times.iso(clock.now())})])
    return stated


def answer(message: Mapping[str, Any]) -> None:
    """Tell after-sales, if the order is there and was placed with that address; else do nothing. The moment it was sent counts."""
    stated, at = load(StatedByNumber, unsealed(str(message["statement"]))), str(message["at"])
    order = named_order(Asked(stated.number, email=stated.email))
    if order is None:
        fact("withdrawal.not_taken", reason="no_such_order")
        return
    told = OrderWithdrawalStated(order.id, order.number, at, stated.pieces)
    # Of one moment there may be two, about other pieces.
    said = f"{at} {json.dumps(stated.pieces, sort_keys=True)}" if stated.pieces else at
    once = event_put(OrdersTable, order_pk(order.id), told, subject=order.id, actor=Actor("guest"), cause=said, at=times.parse(at))
    with suppress(Exists):
        # The message came twice: it was told.
        transact([once])
