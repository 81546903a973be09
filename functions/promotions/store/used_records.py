"""The record of what an order used: found, moved from state to state, told of."""

from __future__ import annotations

from functions.promotions.model.uses import Use, Uses
from functions.promotions.store.records import USED_SK, PromotionsTable, UsedRecord, used_pk
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.plain.bodies import load
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Update
from functions.shared.store.versions import locked_update

RESERVED, REDEEMED, RETURNED = "reserved", "redeemed", "returned"


def used_by(order_id: str) -> tuple[Uses, UsedRecord] | None:
    """What the order used, if anything. One GetItem."""
    record = find(UsedRecord, used_pk(order_id), USED_SK)
    return (load(Uses, record.body), record) if record else None


def moved(record: UsedRecord, state: str) -> Update:
    actions = [UsedRecord.state.set(state), UsedRecord.version.set(record.version + 1)]
    return locked_update(UsedRecord, record.pk, USED_SK, actions, record.version)


def use_event(payload: Payload, uses: Uses, use: Use, actor: Actor) -> Put:
    return event_put(PromotionsTable, used_pk(uses.order_id), payload, subject=use.coupon_id or "", actor=actor)
