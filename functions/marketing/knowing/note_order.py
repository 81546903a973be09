"""What orders say of their buyer: counted once each, whatever comes twice, late or in another order; and put down to what they were told
before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from functions.marketing.model.campaign import Recipient
from functions.marketing.model.known import Bought, Known
from functions.marketing.model.left_cart import FLOW
from functions.marketing.store.campaigns import result_add
from functions.marketing.store.people import all_bought, bought_of, bought_put, known_of, known_put, still_there
from functions.marketing.store.recipients import recipients_of
from functions.orders import customers_orders, order_summary
from functions.shared.events.contracts.order_amendments import OrderAmended
from functions.shared.events.contracts.order_notes import OrderClaimed, OrderImported
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid, OrderRefunded, OrderRefundFailed, OrderSummary
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact

MOST_DAYS = 90
"""So long after they were told something an order can be put down to it."""
_MOST_CREDITS, _BEHIND = 20, timedelta(seconds=10)
_CANCELLED = "cancelled"
_CREDITED = ("mcp_", FLOW)


@dataclass(frozen=True)
class Told:
    """What an event says besides the order itself. `refunded`: what was back in all at `at`, if it says so. `amendment`: which of its
    changes the summary is of."""

    paid: bool = False
    cancelled: bool = False
    refunded: int | None = None
    at: str = ""
    amendment: int = 0


def note_order(envelope: Envelope) -> None:
    if told := told_by(envelope):
        note(*told)
        return
    match envelope.type:
        case OrderRefundFailed.TYPE:
            failed = data_of(envelope, OrderRefundFailed)
            if failed.came_back:
                note(order_summary(failed.order_id), Told(refunded=failed.total_refunded, at=envelope.occurred_at))
        case OrderAmended.TYPE:
            amended = data_of(envelope, OrderAmended)
            note(amended.order, Told(amendment=amended.amendment))
        case OrderImported.TYPE:
            imported = data_of(envelope, OrderImported)
            note(imported.order, Told(bool(imported.paid_at), bool(imported.cancelled_at), imported.refunded, envelope.occurred_at))
        case OrderClaimed.TYPE:
            claimed = data_of(envelope, OrderClaimed)
            note_orders_of(claimed.customer_id, claimed.order_id)


def told_by(envelope: Envelope) -> tuple[OrderSummary, Told] | None:
    """What is asked of nobody else."""
    match envelope.type:
        case OrderPaid.TYPE:
            return data_of(envelope, OrderPaid).order, Told(paid=True)
        case OrderCancelled.TYPE:
            return data_of(envelope, OrderCancelled).order, Told(cancelled=True)
        case OrderRefunded.TYPE:
            refunded = data_of(envelope, OrderRefunded)
            return refunded.order, Told(refunded=refunded.total_refunded, at=envelope.occurred_at)
    return None


def note_orders_of(customer_id: str, only: str = "") -> int:
    """All of somebody's orders, or one of them, as they are now; how many."""
    # What they are read from may be a moment behind.
    noted, cursor, at = 0, None, times.iso(clock.now() - _BEHIND)
    while True:
        page = customers_orders(customer_id, limit=100, cursor=cursor)
        for one in page.data:
            if only in ("", one.id):
                told = Told(one.captured > 0 or one.payment_status == "paid", one.status == _CANCELLED, one.refunded, at)
                note(replace(order_summary(one.id), customer_id=customer_id), told)
                noted += 1
        if (cursor := page.next_cursor) is None:
            return noted


def note(order: OrderSummary, told: Told) -> None:
    person = order.customer_id or ""
    if not ids.is_id("cus", person):
        return
    try:
        again(lambda: _note(person, order, told))
    except Erased:
        return


def _note(person: str, order: OrderSummary, told: Told) -> None:
    known, (before, version) = known_of(person), bought_of(person, order.order_id)
    after = after_told(before, order, told)
    if after == before:
        return
    was, counted = before or replace(after, paid=False), known
    if after.counts and not was.counts:
        after = replace(after, credited=credits_of(after, [one for _, one in recipients_of(person)]))
        counted = known.and_order(after)
    elif after.counts or was.counts:
        others = [one for one in all_bought(person) if one.order_id != after.order_id]
        counted = known.with_orders([*others, after])
    counted = replace(counted, language=counted.language or order.language)
    writes: list[Write] = [still_there(person), bought_put(person, after, version), *_put_down(was, after)]
    transact([*writes, *([known_put(counted)] if _differ(known, counted) else [])])


def _differ(before: Known, after: Known) -> bool:
    return after != before or not before.version


def after_told(before: Bought | None, order: OrderSummary, told: Told) -> Bought:
    one = before
    if one is None or told.amendment > one.amendment:
        known = one or Bought(order.order_id, order.placed_at, order.currency, order.total, order.country)
        one = replace(
            known,
            total=order.total,
            amendment=told.amendment,
            products=list(dict.fromkeys(line.product_id for line in order.lines)),
            categories=list(dict.fromkeys(line.category_id for line in order.lines if line.category_id)),
        )
    # What was kept before they were has neither.
    one = replace(one.told(paid=told.paid, cancelled=told.cancelled), channel=order.channel, coupons=len(order.coupons))
    return one if told.refunded is None else one.with_refunds(told.refunded, told.at)


def credits_of(one: Bought, recipients: Iterable[Recipient]) -> list[str]:
    """What its buyer was told, or held out of, in the days before."""
    found = []
    for recipient in recipients:
        days = (times.parse(one.placed_at) - times.parse(recipient.at)).days
        if 0 <= days < MOST_DAYS and recipient.campaign_id.startswith(_CREDITED):
            found.append((recipient.at, f"{recipient.campaign_id}#{recipient.group}#{days}"))
    return [credit for _, credit in sorted(found, reverse=True)[:_MOST_CREDITS]]


def _put_down(was: Bought, after: Bought) -> list[Write]:
    orders, amount = int(after.counts) - int(was.counts), after.value - was.value
    if not (orders or amount):
        return []
    credits = [credit.split("#") for credit in after.credited]
    return [result_add(campaign, group, int(days), after.currency, orders=orders, amount=amount) for campaign, group, days in credits]
