"""Points that an order had used go back with the end that they had: all when it was not sold, in proportion with what went back of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from functions.loyalty.model.account import give_back, with_gifts
from functions.loyalty.model.spent import Back, Spent
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.moves import Cause, booked, still_there
from functions.loyalty.store.of_orders import spent_of, spent_put
from functions.loyalty.store.programmes import kept_programme
from functions.shared.events.contracts.order_amendments import OrderAmended
from functions.shared.events.contracts.orders import OrderCancelled, OrderRefunded
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import data_of
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def back_of_cancelled(envelope: Envelope) -> None:
    _back(data_of(envelope, OrderCancelled).order.order_id, lambda spent: spent.ended())


def back_of_refunded(envelope: Envelope) -> None:
    told = data_of(envelope, OrderRefunded)
    if not told.amends:
        lines = [Back(one.line_id, one.quantity, one.amount) for one in told.lines]
        _back(told.order.order_id, lambda spent: spent.refunded(told.refund_id, lines, whole=told.fully))


def back_of_amended(envelope: Envelope) -> None:
    told = data_of(envelope, OrderAmended)
    pieces = {line.line_id: line.quantity for line in told.order.lines}
    _back(told.order.order_id, lambda spent: spent.amended(pieces, told.amendment))


def _back(order_id: str, change: Callable[[Spent], Spent]) -> None:
    try:
        again(lambda: _once(order_id, change))
    except Erased:
        return


def _once(order_id: str, change: Callable[[Spent], Spent]) -> None:
    before = spent_of(order_id)
    if before is None or (known := change(before)) == before:
        return
    if not (parts := known.next_parts()):
        transact([spent_put(known)])
        return
    account = account_of(known.customer_id)
    after, entries = give_back(account, parts)
    gifts = known.next_gifts()
    after = with_gifts(after, {known.gifts[line_id]: -pieces for line_id, pieces in gifts.items()})
    notice = timedelta(days=kept_programme()[0].notice_days)
    moved = booked(account, after, entries, Cause(SYSTEM, order_id), notice=notice)
    counted = known.gifts_returned | {line_id: known.gifts_returned.get(line_id, 0) + pieces for line_id, pieces in gifts.items()}
    spent = replace(known, returned=known.returned + sum(one.points for one in parts), gifts_returned=counted)
    transact([spent_put(spent), still_there(known.customer_id), *moved])
