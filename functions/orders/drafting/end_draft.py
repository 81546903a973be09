"""A draft that is not placed ends, by staff or by its timer: its stock is for sale again, once."""

from __future__ import annotations

from functions.orders.model.amendments.amendment import pieces_by_variant
from functions.orders.model.drafts.draft import DraftState
from functions.orders.store.drafts.drafts import KnownDraft, draft_put, known_draft
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.timers import DRAFT, Due, timer_delete
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.order_amendments import OrderDraftEnded
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version
from functions.stock import StockLine, release_writes


def cancel_draft(draft_id: str, *, caller: Caller, if_match: int | None, remember: Remember[KnownDraft]) -> KnownDraft:
    """Raises NotFound, VersionConflict, Conflict (409 `draft_ended`)."""

    def attempt() -> KnownDraft:
        known = known_draft(draft_id)
        check_version(known.version, if_match)
        if known.draft.state is not DraftState.OPEN:
            raise Conflict("The draft has ended.", code="draft_ended", state=known.draft.state.value)
        return _end(known, DraftState.CANCELLED, caller.actor, remember)

    return again(attempt)


def expire_by_timer(due: Due) -> None:
    """If it was placed or changed in the same moment, that stands."""

    def attempt() -> None:
        known = known_draft(due.order_id)
        if known.draft.state is not DraftState.OPEN:
            transact([timer_delete(due.order_id, DRAFT)])
        elif known.draft.expires_at <= times.iso(clock.now()):
            _end(known, DraftState.EXPIRED, SYSTEM, lambda _: [])

    again(attempt)


def _end(known: KnownDraft, state: DraftState, actor: Actor, remember: Remember[KnownDraft]) -> KnownDraft:
    order = known.draft.order
    after = KnownDraft(known.draft.ended(state, times.iso(clock.now())), known.version + 1)
    lines = [StockLine(variant_id, count) for variant_id, count in pieces_by_variant(order).items()]
    transact(
        [
            draft_put(after.draft, known.version),
            timer_delete(order.id, DRAFT),
            event_put(
                OrdersTable, order_pk(order.id), OrderDraftEnded(order.id, state.value), subject=order.id, actor=actor, cause="ended"
            ),
            *remember(after),
            *release_writes(lines, cause=f"{order.id}#draft_ended", reason="order_draft_ended", actor=actor),
        ]
    )
    fact("order.draft_ended", draft_id=order.id, outcome=state.value)
    return after
