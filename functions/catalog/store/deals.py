"""What variants were really sold for: an item per paid order and variant, which a cancelled order takes out of account.

Both are written as facts that need not know of each other: told twice or in another order they come to the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from functions.catalog.model.price import Deal, window_start
from functions.catalog.model.price import basis as counting
from functions.catalog.store.records import DealRecord, deals_pk
from functions.shared.events.contracts.orders import OrderSummary
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import Update, Write


@dataclass(frozen=True)
class Sold:
    variant_id: str
    deal: Deal


def sold_in(order: OrderSummary) -> list[Sold]:
    """Per variant the least that a piece cost, discounts taken off, in the prices' own way of containing tax. What cost nothing was given
    and not sold."""
    found = dict[str, Sold]()
    for line in order.lines:
        price = (line.unit_price * line.quantity - line.discount) // line.quantity if line.quantity > 0 else 0
        known = found.get(line.variant_id)
        if price > 0 and (known is None or price < known.deal.price.amount):
            found[line.variant_id] = Sold(line.variant_id, Deal(Money(price, order.currency), order.placed_at, order.order_id))
    return list(found.values())


def made(sold: Sold) -> Write:
    return _update(sold, [DealRecord.amount.set(sold.deal.price.amount), DealRecord.kind.set("deal")])


def undone(sold: Sold) -> Write:
    return _update(sold, [DealRecord.undone.set(1), DealRecord.kind.set("deal")])


def basis_of(variant_id: str, currency: str, starts_at: str) -> Deal | None:
    """By all deals that are known now: those of the window, else back from it until there is one."""
    zone, pk = settings().store_timezone, deals_pk(variant_id, currency)
    since = window_start(starts_at, zone)
    within = list(_deals(pk, since, starts_at, currency))
    return counting(within or _last(pk, since, currency), starts_at, zone)


def _last(pk: str, before: str, currency: str) -> Sequence[Deal]:
    """All of the last moment before that one in which there is a deal."""
    found = list[Deal]()
    for record in DealRecord.query(pk, DealRecord.sk < before, scan_index_forward=False, consistent_read=True, page_size=20):
        deal = _deal(record, currency)
        if deal and found and deal.at != found[0].at:
            break
        found += [deal] if deal else []
    return found


def _deals(pk: str, since: str, until: str, currency: str) -> Iterator[Deal]:
    for record in DealRecord.query(pk, DealRecord.sk.between(since, until), consistent_read=True):
        if deal := _deal(record, currency):
            yield deal


def _deal(record: DealRecord, currency: str) -> Deal | None:
    if record.amount is None or record.undone:
        return None
    at, _, order_id = record.sk.partition("#")
    return Deal(Money(int(record.amount), currency), at, order_id)


def _update(sold: Sold, actions: list[object]) -> Write:
    key = deals_pk(sold.variant_id, sold.deal.price.currency), f"{sold.deal.at}#{sold.deal.order_id}"
    return Update(DealRecord, *key, actions)  # type: ignore[arg-type]
