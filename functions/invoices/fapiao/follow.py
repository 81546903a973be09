"""An order, its refunds or its e-invoices have moved: what is due of e-invoices is requested, each once."""

from __future__ import annotations

from functions.invoices.fapiao.of_order import Known, known_order
from functions.invoices.model.fapiao import Colour, Fapiao
from functions.invoices.model.fapiao_due import NextFapiao, next_fapiao
from functions.invoices.model.fapiao_rows import red_rows
from functions.invoices.store.fapiao import FapiaoOfOrder, added, fapiao_of
from functions.invoices.store.records import FapiaoRecord, fapiao_pk
from functions.shared.events.contracts.invoices import FapiaoRequested
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.store.again import again
from functions.shared.store.transactions import Put, transact


def follow(order_id: str) -> None:
    """Nothing, for an order of which no e-invoice was ever wanted. Raises NotFound."""

    def attempt() -> bool:
        account = fapiao_of(order_id)
        known = known_order(order_id) if account.all else None
        if known is None or not known.bill.paid:
            return False
        due = next_fapiao(known.sold, known.refunds, account.all)
        if due is not None:
            transact(new_writes(account, new_fapiao(known, account, due), SYSTEM))
        return due is not None

    while again(attempt):
        pass


def new_fapiao(known: Known, account: FapiaoOfOrder, due: NextFapiao) -> Fapiao:
    """Its provider is that of the blue one, else the seller's of now."""
    now, blue, entity = times.iso(clock.now()), due.blue, known.entity
    codes = {row.id: row.code for row in blue.rows} if blue else {}
    return Fapiao(
        id=ids.derived_id("fap", account.order_id, due.cause),
        order_id=account.order_id,
        order_number=known.order.number,
        entity_id=blue.entity_id if blue else entity.id if entity else "",
        provider=blue.provider if blue else entity.fapiao_provider if entity else "",
        colour=due.colour,
        title=due.title,
        cause=due.cause,
        requested_at=now,
        book=list(due.book),
        rows=red_rows(due.book, codes) if due.colour is Colour.RED else [],
        reason=due.reason,
        blue_id=blue.id if blue else "",
        blue_number=blue.number if blue else "",
        due_at=now,
    )


def new_writes(account: FapiaoOfOrder, new: Fapiao, actor: Actor) -> list[Put]:
    """It is added to the order, and its worker is told."""
    return [*added(account, new), requested(new, actor)]


def requested(one: Fapiao, actor: Actor) -> Put:
    told = FapiaoRequested(one.id, one.order_id, one.colour.value, one.reason, one.blue_id)
    return event_put(FapiaoRecord, fapiao_pk(one.id), told, subject=one.id, actor=actor, cause=f"requested {one.key}")
