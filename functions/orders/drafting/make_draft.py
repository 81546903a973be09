"""Staff make or change a draft: its pieces are set aside in the same transaction, and stay so until it ends."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from functions.orders.drafting.price_draft import DraftWish, PricedDraft, priced_draft
from functions.orders.model.amendments.amendment import pieces_by_variant
from functions.orders.model.drafts.draft import Draft, DraftState
from functions.orders.model.order import Order
from functions.orders.store.drafts.drafts import KnownDraft, draft_put, known_draft
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.timers import DRAFT, timer_put
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.order_amendments import OrderDrafted, OverriddenPrice
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import MAX_ACTIONS, Remember, Write, transact
from functions.shared.store.versions import check_version
from functions.stock import StockLine, release_writes, reserve_writes

_REASON = "order_drafted"


def make_draft(wish: DraftWish, keeps: timedelta, *, caller: Caller, remember: Remember[KnownDraft]) -> KnownDraft:
    """Raises what `priced_draft` raises; OutOfStock (409)."""
    draft_id = fresh.new_id("ord")

    def attempt() -> KnownDraft:
        now = clock.now()
        priced = priced_draft(draft_id, wish, before=None, by=caller, now=now)
        draft = Draft(priced.order, times.iso(now), caller.actor, times.iso(now + keeps))
        return _written(KnownDraft(draft, 0), priced, {}, caller.actor, remember)

    return again(attempt)


def change_draft(
    draft_id: str, wish: DraftWish, keeps: timedelta, *, caller: Caller, if_match: int | None, remember: Remember[KnownDraft]
) -> KnownDraft:
    """All of it anew, at today's prices; what it has set aside already stays. Raises NotFound, VersionConflict, Conflict (409
    `draft_ended`), and what `make_draft` raises."""

    def attempt() -> KnownDraft:
        known = known_draft(draft_id)
        check_version(known.version, if_match)
        check_open(known.draft)
        now, held = clock.now(), pieces_by_variant(known.draft.order)
        priced = priced_draft(draft_id, wish, before=known.draft.order, by=caller, now=now)
        draft = replace(known.draft, order=priced.order, expires_at=times.iso(now + keeps))
        return _written(KnownDraft(draft, known.version), priced, held, caller.actor, remember)

    return again(attempt)


def check_open(draft: Draft) -> None:
    """Raises Conflict (409 `draft_ended`), also for one whose time is over."""
    if draft.state is not DraftState.OPEN or draft.expires_at <= times.iso(clock.now()):
        raise Conflict("The draft has ended.", code="draft_ended", state=draft.state.value)


def _written(
    before: KnownDraft, priced: PricedDraft, held: dict[str, int] | Counter[str], actor: Actor, remember: Remember[KnownDraft]
) -> KnownDraft:
    draft, after = before.draft, KnownDraft(before.draft, before.version + 1)
    order = draft.order
    writes: list[Write] = [
        draft_put(draft, before.version),
        timer_put(order.id, DRAFT, times.parse(draft.expires_at)),
        event_put(OrdersTable, order_pk(order.id), drafted(draft), subject=order.id, actor=actor),
        *remember(after),
        *_stock_writes(order, Counter(held), priced, before.version, actor),
    ]
    if len(writes) > MAX_ACTIONS:
        raise Invalid("Too many different variants for one draft.", code="too_many_lines")
    transact(writes)
    fact("order.drafted", draft_id=order.id, total=order.totals.total, overrides=len(order.overrides))
    return after


def _stock_writes(order: Order, held: Counter[str], priced: PricedDraft, version: int, actor: Actor) -> list[Write]:
    wanted, cause = pieces_by_variant(order), f"{order.id}#draft{version}"
    more, less = _lines_of(wanted - held), _lines_of(held - wanted)
    taken = reserve_writes(more, priced.beyond, cause=f"{cause}#take", reason=_REASON, actor=actor) if more else []
    given = release_writes(less, cause=f"{cause}#give", reason=_REASON, actor=actor) if less else []
    return [*taken, *given]


def _lines_of(pieces: Counter[str]) -> list[StockLine]:
    return [StockLine(variant_id, count) for variant_id, count in pieces.items()]


def drafted(draft: Draft) -> OrderDrafted:
    order = draft.order
    lines = {line.line_id: line for line in order.lines}
    return OrderDrafted(
        order.id,
        order.currency,
        order.totals.total,
        draft.expires_at,
        dict(pieces_by_variant(order)),
        [OverriddenPrice(name, lines[name].variant_id, one.was, one.price, one.reason) for name, one in order.overrides.items()],
    )
