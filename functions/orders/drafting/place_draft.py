"""A draft is placed: it is an order as any other, and what was set aside for it stays so. Its buyer gets a link to pay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.orders.carts.cards.bought import cards_bought
from functions.orders.checkout.begin_order import begin_writes, new_record
from functions.orders.drafting.make_draft import check_open
from functions.orders.model.amendments.amendment import pieces_by_variant
from functions.orders.model.drafts.draft import DraftState
from functions.orders.store.drafts.drafts import draft_put, known_draft
from functions.orders.store.number import draw, number_record
from functions.orders.store.order_links import link_to
from functions.orders.store.order_page import OrderPage
from functions.orders.store.timers import DRAFT, timer_delete
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.plain.settings import settings
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Remember, put_new, transact
from functions.shared.store.versions import check_version


@dataclass(frozen=True)
class PlacedDraft:
    """`payment_link`: the order's page, where it is paid."""

    page: OrderPage
    payment_link: str


def place_draft(
    draft_id: str, pays_within: timedelta, *, caller: Caller, if_match: int | None, remember: Remember[PlacedDraft]
) -> PlacedDraft:
    """Raises NotFound, VersionConflict, Conflict (409 `draft_ended`, `already_placed`), Unavailable while links cannot be signed."""

    def attempt() -> PlacedDraft:
        known = known_draft(draft_id)
        check_version(known.version, if_match)
        if known.draft.state is DraftState.PLACED:
            raise Conflict("The draft was placed.", code="already_placed", order_id=draft_id)
        check_open(known.draft)
        now = clock.now()
        order = replace(
            known.draft.order,
            number=draw(now, settings().store_timezone),
            timezone=settings().store_timezone,
            placed_at=times.iso(now),
            payment_deadline=times.iso(now + pays_within),
        )
        record = new_record(order, None, drafted=True)
        placed = PlacedDraft(OrderPage(record, order), link_to(record))
        held = dict(pieces_by_variant(order))
        transact(
            [
                draft_put(replace(known.draft.ended(DraftState.PLACED, times.iso(now)), order=order), known.version),
                timer_delete(order.id, DRAFT),
                *remember(placed),
                put_new(record, Overtaken()),
                put_new(number_record(order), Overtaken()),
                *cards_bought(order),
                *begin_writes(record, order, held, caller.actor, {}),
            ]
        )
        fact("order.placed", order_id=order.id, total=order.totals.total, currency=order.currency)
        return placed

    return again(attempt)
