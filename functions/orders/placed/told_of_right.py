"""That a buyer was told of their right to withdraw: a fact with a time (Directive 2011/83/EU, Article 10), never a flag of checkout."""

from __future__ import annotations

from datetime import datetime

from functions.catalog import known_markets
from functions.orders.model.order import Order
from functions.orders.store.order_page import OrderPage, page_of
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable
from functions.orders.store.repository import get_order
from functions.orders.store.shipments import parcels_of
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.withdrawals import OrderWithdrawalTold
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.places import place_of
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.selling.markets import WithdrawalLaw, holding_in
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact
from functions.shared.store.versions import check_version, locked_update


@dataclass(frozen=True)
class RightToTell:
    """What a confirmation of the order says of the right. `counts`: how long it lasts depends on when it was told. `country`: CN has words
    of its own."""

    days: int
    refund_days: int
    delivery: bool
    free_return: bool
    counts: bool
    country: str


def right_to_tell(order: Order) -> RightToTell | None:
    """None where there is no such right, or the market tells of it in another way."""
    country = place_of(order.destination).country
    terms = known_markets().withdrawal(country)
    law = holding_in(country, terms)
    if law is None or not terms.told_by_mail:
        return None
    return RightToTell(law.days, law.refund_days, law.delivery, terms.free_return, _counts(law), country)


def note_told(order_id: str, at: datetime) -> None:
    """Face: a message that told it was sent. The first one counts. Raises NotFound."""

    def attempt() -> None:
        record = get_order(order_id)
        if not record.told_at:
            transact(_writes(record, order_of(record), times.iso(at), SYSTEM))

    again(attempt)


def say_told(order_id: str, at: datetime | None, *, caller: Caller, if_match: int | None, remember: Remember[OrderPage]) -> OrderPage:
    """Staff say when it was told, on paper say; None: never. Raises NotFound, VersionConflict (409), Invalid (422 `in_the_future`)."""

    def attempt() -> OrderPage:
        if at is not None and at > clock.now():
            raise Invalid.field("/told_at", "in_the_future", "Nobody was told anything yet at that time.")
        page = page_of(parcels_of(order_id))
        check_version(int(page.record.version), if_match)
        told_at = times.iso(at) if at else None
        if told_at == page.record.told_at:
            transact(remember(page))
            return page
        after = page.moved(told_at=told_at)
        transact([*_writes(page.record, page.order, told_at, caller.actor), *remember(after)])
        return after

    return again(attempt)


def _writes(record: OrderRecord, order: Order, told_at: str | None, actor: Actor) -> list[Write]:
    version = int(record.version)
    said = OrderRecord.told_at.set(told_at) if told_at else OrderRecord.told_at.remove()
    told = OrderWithdrawalTold(order.id, order.number, told_at or "")
    return [
        locked_update(OrderRecord, record.pk, ORDER_SK, [said, OrderRecord.version.set(version + 1)], version),
        event_put(OrdersTable, record.pk, told, subject=order.id, actor=actor, cause=f"told {version}"),
    ]


def _counts(law: WithdrawalLaw) -> bool:
    return law.months_more > 0
