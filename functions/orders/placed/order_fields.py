"""What integrations keep on orders and carts: metadata, and custom fields as staff declared them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from functions.orders.model.noted.tags import distinct, kept_as, tags_in
from functions.orders.model.order import Order
from functions.orders.store.filed.state_lists import states_of
from functions.orders.store.noted.tag_lists import tag_writes
from functions.orders.store.order_page import OrderPage, order_page
from functions.orders.store.people.bodies import order_body
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable
from functions.platform import checked_fields
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.order_notes import OrderEdited
from functions.shared.events.events import event_put
from functions.shared.fields.custom_fields import Fields, Resource
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid, VersionConflict
from functions.shared.plain.limits import MAX_METADATA_KEYS
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import locked_update


@dataclass(frozen=True)
class Notes:
    """What staff changes; None stays. `custom_fields` are all of them."""

    metadata: Mapping[str, str] | None = None
    private_metadata: Mapping[str, str] | None = None
    custom_fields: Mapping[str, Any] | None = None
    tags: Sequence[str] | None = None


def buyers_fields(given: Mapping[str, Any]) -> Fields:
    """Of a buyer: public ones; to them there are no others. Raises Invalid (422)."""
    return checked_fields(Resource.ORDER, given, public_only=True).public


def metadata_of(cart: Mapping[str, str], order: Mapping[str, str]) -> dict[str, str]:
    """The cart's, and what the order's call says besides or instead. Raises Invalid (422 `too_many_keys`)."""
    both = {**cart, **order}
    if len(both) > MAX_METADATA_KEYS:
        raise Invalid.field("/metadata", "too_many_keys", f"With those of the cart at most {MAX_METADATA_KEYS} keys.")
    return both


def annotate(order_id: str, notes: Notes, *, caller: Caller, if_match: int | None, remember: Remember[OrderPage]) -> OrderPage:
    """The order with its notes. Raises NotFound, Invalid (422), VersionConflict (409)."""

    def attempt() -> OrderPage:
        page = order_page(order_id, caller=caller, order_token=None)
        record, version = page.record, int(page.record.version)
        if if_match is not None and if_match != version:
            raise VersionConflict(version)
        order = _noted(page.order, notes)
        before = tags_in(record.tags)
        tags = before if notes.tags is None else distinct(notes.tags)
        if order == page.order and tags == before:
            transact(remember(page))
            return page
        after = replace(page.moved(tags=kept_as(tags)), order=order)
        actions = [OrderRecord.body.set(order_body(order)), OrderRecord.version.set(version + 1), OrderRecord.tags.set(kept_as(tags))]
        update = locked_update(OrderRecord, record.pk, ORDER_SK, actions, version)
        changed = [name for name, value in vars(notes).items() if value is not None]
        payload = OrderEdited(order.id, order.number, changed)
        event = event_put(OrdersTable, record.pk, payload, subject=order.id, actor=caller.actor, **order.told)
        transact([update, *tag_writes(order.id, order.placed_at, before, tags, states_of(record)), event, *remember(after)])
        return after

    return again(attempt)


def _noted(order: Order, notes: Notes) -> Order:
    if notes.metadata is not None:
        order = replace(order, metadata=dict(notes.metadata))
    if notes.private_metadata is not None:
        order = replace(order, private_metadata=dict(notes.private_metadata))
    if notes.custom_fields is not None:
        checked = checked_fields(Resource.ORDER, notes.custom_fields)
        order = replace(order, fields=checked.public, private_fields=checked.private)
    return order
