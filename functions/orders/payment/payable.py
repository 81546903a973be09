"""Face: what the payments domain needs to know of an order before it asks a provider for money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.orders.model.states import PaymentStatus, Status
from functions.orders.store.access import checked
from functions.orders.store.deadline import deadline_of
from functions.orders.store.first_paid import lapsed
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.orders.store.repository import get_order, no_such_order
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.places import place_of
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.plain.postal_address import Address
from functions.shared.store.records import Record

Found = Mapping[tuple[type[Record], str, str], Record]

OFFER_LAPSED = "offer_lapsed"


@dataclass(frozen=True)
class Payable:
    """`amount` is what is still open: the total, less what was taken already. `open`: money may be asked for now, that is before
    `payment_deadline`, or at any time for the rest of an order that is on its way. `status` is the order's own state, or
    ``offer_lapsed``: it has the price of a first order, and another one was paid first (first_paid.py). `takes_cash`: whether it can be
    paid where it is handed over; what an amendment waits for cannot: nothing leaves before it is paid. Neither can a place
    in a group, and gift cards alone. `may_hold`: whether money may be held until it leaves: of gift cards alone nothing does.
    `methods`: those of the market that it was sold in; none: all."""

    order_id: str
    number: str
    status: str
    amount: Money
    payment_deadline: str
    customer_id: str | None
    language: str
    country: str
    open: bool
    address: Address
    to_point: bool = False
    takes_cash: bool = True
    may_hold: bool = True
    methods: Sequence[str] = ()


def payable(order_id: str, *, caller: Caller, order_token: str | None) -> Payable:
    """The order as a payer sees it. Raises NotFound unless the caller is its buyer or staff with orders.read. One GetItem,
    one more for an order with a newcomer offer."""
    return _payable(get_order(order_id), caller, order_token)


def payable_keys(order_id: str) -> Mapping[type[Record], list[tuple[str, str]]]:
    """For who reads the order together with something else, by `find_many`; nothing for an id that names no order."""
    return {OrderRecord: [(order_pk(order_id), ORDER_SK)] if ids.is_id("ord", order_id) else []}


def payable_in(found: Found, order_id: str, *, caller: Caller, order_token: str | None) -> Payable:
    """As `payable`, among what was read with `payable_keys`."""
    record = found.get((OrderRecord, order_pk(order_id), ORDER_SK))
    if not isinstance(record, OrderRecord):
        raise no_such_order()
    return _payable(record, caller, order_token)


def _payable(record: OrderRecord, caller: Caller, order_token: str | None) -> Payable:
    order = checked(record, caller=caller, order_token=order_token)
    open_but_lapsed = record.status == Status.PENDING_PAYMENT and lapsed(order)
    deadline, open_amount = deadline_of(record, order), order.totals.total - int(record.captured or 0)
    if record.payment_status == PaymentStatus.PARTIALLY_PAID and record.status != Status.PENDING_PAYMENT:
        is_open = record.status != Status.CANCELLED
    else:
        in_time = record.status == Status.PENDING_PAYMENT and times.iso(clock.now()) < deadline
        is_open = in_time and not open_but_lapsed
    return Payable(
        order_id=order.id,
        number=order.number,
        status=OFFER_LAPSED if open_but_lapsed else record.status,
        amount=Money(open_amount, order.currency),
        payment_deadline=deadline,
        customer_id=order.customer_id,
        language=order.language,
        country=place_of(order.address).country,
        open=is_open and open_amount > 0,
        address=order.address,
        to_point=order.point is not None,
        takes_cash=(order.point is None or order.point.takes_cash) and not (record.amending or order.group_id or order.nothing_to_send),
        may_hold=not order.nothing_to_send,
        methods=order.market.payment_methods if order.market else (),
    )
