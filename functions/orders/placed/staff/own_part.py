"""What staff who act for some merchants or warehouses see of an order: the part that is theirs (ADR 81). Pure, but for what reads a page.

Of merchants it is their lines, what those cost, their parcels, and what went back for them; where it is sent to is what they need to send
it. Payments, the fee of its delivery, why it was held and what staff keep on it are of the shop. An order whose lines are all theirs is
theirs as a whole, but for what is judged of its buyer. Of warehouses it is the order that they have a parcel of, with these parcels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.orders.model.order import Order, OrderLine, Totals
from functions.orders.model.order_refund import OrderRefund, RefundState
from functions.orders.model.shipment import Shipment
from functions.orders.store.order_page import OrderPage
from functions.orders.store.parcels.whose import merchant_of
from functions.shared.auth.caller import Caller
from functions.shared.auth.scope import within
from functions.shared.store.owned import OWN


def own_part(page: OrderPage, caller: Caller) -> OrderPage:
    if not caller.is_limited:
        return page
    holding = page.holding
    record = page.record.copied()
    record.tags = None  # of the shop
    page = replace(page, record=record)
    theirs = [one for one in page.shipments if is_theirs(one, caller)]
    part = replace(page, shipments=theirs, reviews=[], held=holding)
    if caller.warehouses is not None:
        part = replace(part, payments=[], compensations=[])
    lines = [line for line in page.order.lines if within(caller.merchants, merchant_of(line))]
    if len(lines) == len(page.order.lines):
        return part
    order = part_of(page.order, lines)
    refunds = [found for one in holding.refunds if (found := _part_of_refund(one, lines))]
    record.refunded = sum(one.amount for one in refunds if one.state is RefundState.SUCCEEDED)
    held = replace(holding, order=order, shipments=theirs, refunds=refunds)
    return replace(part, record=record, order=order, refunds=refunds, payments=[], amendments=[], compensations=[], held=held)


def is_theirs(parcel: Shipment, caller: Caller) -> bool:
    return within(caller.warehouses, parcel.warehouse_id) and within(caller.merchants, parcel.merchant_id or OWN)


def part_of(order: Order, lines: Sequence[OrderLine]) -> Order:
    """With these lines alone, and what they cost."""
    names = {line.line_id for line in lines}
    subtotal, discount, total = (sum(getattr(line, name) for line in lines) for name in ("subtotal", "discount", "total"))
    return replace(
        order,
        lines=list(lines),
        totals=Totals(subtotal, discount, 0, total - subtotal + discount, total),
        parts=[part for part in order.parts if part.line_id in names],
        delivery=replace(order.delivery, fee=0, standard_fee=None),
        metadata={},
        private_metadata={},
        fields={},
        private_fields={},
        coupons=[],
        given_back=0,
        agreed=None,
    )


def _part_of_refund(refund: OrderRefund, lines: Sequence[OrderLine]) -> OrderRefund | None:
    names = {line.line_id for line in lines}
    own = [one for one in refund.lines if one.line_id in names]
    withdrawn = {name: pieces for name, pieces in refund.withdrawn.items() if name in names}
    if not own and not withdrawn:
        return None
    return replace(refund, amount=sum(one.amount for one in own), lines=own, shipping=0, other=0, withdrawn=withdrawn, taxes=None)
