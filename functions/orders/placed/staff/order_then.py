"""An order as it was, for staff: its event items and who may see what of it."""

from __future__ import annotations

from functions.orders.placed.staff.as_it_was import Past, as_it_was
from functions.orders.placed.staff.own_part import own_part
from functions.orders.placed.staff.schemas import AdminOrderOut, AsItWasOut
from functions.orders.placed.staff.views import admin_order_view
from functions.orders.store.order_page import OrderPage
from functions.orders.store.records import OrderRecord
from functions.shared.auth.caller import Caller
from functions.shared.events.events import envelope_of
from functions.shared.store.listing import in_partition


def order_then(page: OrderPage, at: str) -> Past:
    """One Query more (per MB of events). Raises NotFound before it was placed."""
    items = in_partition(OrderRecord, page.record.pk, beginning="EVT#")
    return as_it_was(page, [envelope_of(item) for item in items], at)


def past_view(past: Past, caller: Caller, *, risk: bool) -> AdminOrderOut:
    shown = admin_order_view(own_part(past.page, caller), risk=risk)
    return shown.model_copy(update={"as_it_was": AsItWasOut(at=past.at, as_today=past.as_today)})
