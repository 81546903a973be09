"""An order as it was at a moment: folded from its event items up to it, onto what was frozen with it (ADR 178). Pure.

Its lines, totals and states are what events say. What they name but do not repeat (the title of a line, the provider of a payment, what
is in a parcel) is of records; of what tells its own times (refunds, reviews, plans) those count. What nothing tells is in `as_today`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace

from functions.orders.model.amendments.amendment import Amendment, AmendmentState
from functions.orders.model.order import Order, OrderLine, Totals
from functions.orders.model.pieces import fulfilment_status
from functions.orders.model.review.review import Review
from functions.orders.model.states import Status, StockState
from functions.orders.placed.staff.money_then import payments_then, refunds_then, unsure_of_money
from functions.orders.placed.staff.parcels_then import parcels_then
from functions.orders.placed.staff.told import Told
from functions.orders.store.order_page import OrderPage
from functions.orders.store.records import OrderRecord
from functions.shared.events.contracts.orders import Line, OrderSummary
from functions.shared.events.envelope import Envelope
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound

_SAYS_ALL = ("order.placed", "order.amended", "order.amendment_requested", "order.amendment_ended")
_UNTOLD = ("version", "metadata", "private_metadata", "custom_fields", "tags")
_SOLD = ("order.paid", "order.released")


@dataclass(frozen=True)
class Past:
    """`as_today`: fields of the answer that no event tells, and so are as they are now."""

    page: OrderPage
    at: str
    as_today: list[str] = field(default_factory=list)


def as_it_was(page: OrderPage, events: Iterable[Envelope], at: str) -> Past:
    """Raises NotFound for a moment before it was placed."""
    if page.order.placed_at > at:
        raise NotFound("It was not placed yet then.")
    if page.record.status == Status.IMPORTED:
        # Nothing happens to it here.
        return Past(page, at, list(_UNTOLD))
    told = Told.of(events, at)
    said = told.last(*_SAYS_ALL)
    if said is None:
        raise NotFound("No event of then tells of it.")
    summary, unsure = load(OrderSummary, dump(said.data["order"])), list(_UNTOLD)
    order = _order(page, summary, told, unsure)
    then = replace(
        page,
        order=order,
        shipments=parcels_then(page.shipments, page.refunds, told, at),
        payments=payments_then(page.payments, page.refunds, told, at),
        refunds=refunds_then(page.refunds, told, at),
        plans=[one for one in page.plans if one.made_at <= at],
        reviews=[_review(one, at) for one in page.reviews if one.held_at <= at],
        amendments=[_amendment(one, at) for one in page.amendments if one.at <= at],
        compensations=[one for one in page.compensations if one.given_at <= at],
    )
    then = replace(then, record=_record(then, told, at))
    unsure += unsure_of_money(then.payments, page.payments, page.refunds, at)
    if "payments" in unsure and then.record.status == Status.CANCELLED:
        unsure.append("payment_status")
    money = then.money
    then.record.payment_status, then.record.refunded = money.status.value, money.refunded
    return Past(replace(then, record=_with_fulfilment(then)), at, unsure)


def _order(page: OrderPage, summary: OrderSummary, told: Told, unsure: list[str]) -> Order:
    known = [page.order, *(one.before for one in page.amendments if one.before)]
    frozen = next((one for one in known if one.summary() == summary), None)
    since = told.since("order.amended", "order.amendment_requested", "order.amendment_ended")
    changed = [event for event in since if event.type == "order.amended"]
    names = {"address": "address_changed", "delivery_option": "delivery_changed"}
    unsure += [name for name, sign in names.items() if any(event.data[sign] for event in changed)]
    given_back = page.order.given_back - sum(event.data["give_back"] for event in since if event.type == "order.amended")
    if frozen is not None:
        return replace(frozen, given_back=given_back)
    agreed = page.order.agreed.lines if page.order.agreed else []
    lines = {line.line_id: line for one in (agreed, *(order.lines for order in reversed(known))) for line in one}
    # Of taxes the event tells the sums, not their rates.
    unsure += ["parts", *(["totals"] if summary.tax or summary.tax_included else [])]
    return replace(
        page.order,
        lines=[_line(line, lines.get(line.line_id)) for line in summary.lines],
        totals=Totals(summary.subtotal, summary.discount, summary.shipping, summary.tax, summary.total),
        parts=[],
        coupons=list(summary.coupons),
        given_back=given_back,
    )


def _line(told: Line, known: OrderLine | None) -> OrderLine:
    subtotal = told.total - told.tax + told.discount
    amounts = {name: getattr(told, name) for name in ("quantity", "unit_price", "discount", "tax", "total", "metadata")}
    if known is not None:
        return replace(known, subtotal=subtotal, **amounts)
    names = {name: getattr(told, name) for name in ("line_id", "variant_id", "product_id", "sku", "category_id")}
    return OrderLine(**names, **amounts, subtotal=subtotal, title={}, options={}, image=None, list_price=None)


def _record(page: OrderPage, told: Told, at: str) -> OrderRecord:
    record, status = page.record.copied(), told.status
    paid, ended, arrived = (told.last(name) for name in ("order.paid", "order.cancelled", "order.delivered"))
    held = [one for one in page.reviews if one.is_open]
    part = told.last("order.partially_paid")
    record.status = status.value
    record.paid_at = paid.data["paid_at"] if paid else None
    record.completed_at = record.completed_at if told.last("order.completed") else None
    # What is done without a delivery (gift cards alone) was there at once.
    record.delivered_at = arrived.data["delivered_at"] if arrived else record.completed_at
    record.issued_at = record.issued_at if (record.issued_at or "") <= at else None
    record.cancel_reason = ended.data["reason"] if ended else None
    record.cancelled_at = record.cancelled_at if ended else None
    record.in_review = held[-1].number if held else None
    record.amending = page.amendment.number if page.amendment else None
    if record.held_until in {event.data["expires_at"] for event in told.since("order.amendment_requested")}:
        record.held_until = None
    if told.since("order.partially_paid"):
        record.held_until = (part.data["payment_deadline"] or None) if part else None
    if record.stock:
        record.stock = (StockState.BACK if ended else StockState.COMMITTED if told.last(*_SOLD) else StockState.RESERVED).value
    return record


def _with_fulfilment(page: OrderPage) -> OrderRecord:
    page.record.fulfilment_status = fulfilment_status(replace(page, record=page.record).holding).value
    return page.record


def _review(one: Review, at: str) -> Review:
    return replace(one, decision=None, decided_at="", decided_by=None, note="") if one.decided_at > at else one


def _amendment(one: Amendment, at: str) -> Amendment:
    return replace(one, state=AmendmentState.OPEN, ended_at="") if one.ended_at > at else one
