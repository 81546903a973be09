"""The record of what an order used: found, moved from state to state, told of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from functions.promotions.model.uses import Use, Uses
from functions.promotions.store.records import USED_SK, PromotionsTable, UsedRecord, used_pk
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.plain.bodies import dump, load
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Put, Update
from functions.shared.store.versions import locked_update

RESERVED, REDEEMED, RETURNED = "reserved", "redeemed", "returned"


def used_by(order_id: str) -> tuple[Uses, UsedRecord] | None:
    """What the order used, if anything. One GetItem."""
    record = find(UsedRecord, used_pk(order_id), USED_SK)
    return (load(Uses, record.body), record) if record else None


def used_keys(order_ids: Iterable[str]) -> Mapping[type[Record], list[tuple[str, str]]]:
    """For who reads it of several orders, together with something else."""
    return {UsedRecord: [(used_pk(one), USED_SK) for one in order_ids]}


def still_reserved(order_ids: Iterable[str], found: Mapping[tuple[type[Record], str, str], Record]) -> list[str]:
    """Those of the orders that used something which is not redeemed yet, among what was read."""
    known = ((one, found.get((UsedRecord, used_pk(one), USED_SK))) for one in order_ids)
    return [one for one, record in known if isinstance(record, UsedRecord) and record.state == RESERVED]


def moved(record: UsedRecord, state: str, uses: Uses | None = None) -> Update:
    """`uses`: what it is from now on, where that changes."""
    actions = [UsedRecord.state.set(state), UsedRecord.version.set(record.version + 1)]
    if uses is not None:
        actions.append(UsedRecord.body.set(dump(uses)))
    return locked_update(UsedRecord, record.pk, USED_SK, actions, record.version)


def use_event(payload: Payload, uses: Uses, use: Use, actor: Actor) -> Put:
    return event_put(PromotionsTable, used_pk(uses.order_id), payload, subject=use.coupon_id or "", actor=actor)
