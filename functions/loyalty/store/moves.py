"""Booking: an account's new state, its entries, their events and the sums of all accounts, as writes of one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from functions.loyalty.model.account import Account, Entry, Kind
from functions.loyalty.model.programme import NEVER
from functions.loyalty.store.accounts import account_put
from functions.loyalty.store.records import MOVES, SUMS_SK, LoyaltyTable, MoveRecord, SumsRecord, customer_pk, move_sk, sums_pk
from functions.shared.events.contracts.points import (
    PointsAdjusted,
    PointsExpired,
    PointsForfeited,
    PointsGivenBack,
    PointsGranted,
    PointsReleased,
    PointsSpent,
    PointsTakenBack,
)
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump_brief, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page
from functions.shared.sealing import KEY_SK, Erased, KeyRecord, key_pk
from functions.shared.store.listing import query_page
from functions.shared.store.transactions import Check, Update, Write, put_new

# Each is called, so that docs/events.md finds who says it.
_EVENTS: dict[Kind, Callable[..., Payload]] = {
    Kind.GRANTED: lambda **told: PointsGranted(**told),
    Kind.RELEASED: lambda **told: PointsReleased(**told),
    Kind.TAKEN_BACK: lambda **told: PointsTakenBack(**told),
    Kind.SPENT: lambda **told: PointsSpent(**told),
    Kind.GIVEN_BACK: lambda **told: PointsGivenBack(**told),
    Kind.EXPIRED: lambda **told: PointsExpired(**told),
    Kind.ADJUSTED: lambda **told: PointsAdjusted(**told),
    Kind.FORFEITED: lambda **told: PointsForfeited(**told),
}


@dataclass(frozen=True)
class Cause:
    """Of which order, by whom; `reason`: what staff say of an adjustment. `once`: names what happens once; its entries have the same ids
    whenever they are booked. `missions`: that brought them, one for each entry."""

    actor: Actor
    order_id: str = ""
    reason: str = ""
    once: str = ""
    missions: Sequence[str] = ()


@dataclass(frozen=True)
class Move:
    """An entry of the ledger. `usable` and `pending`: of the account after it and its neighbours of the same transaction."""

    id: str
    entry: Entry
    at: str
    by: str
    order_id: str
    usable: int
    pending: int
    reason: str = ""
    mission: str = ""


def booked(before: Account, after: Account, entries: Sequence[Entry], cause: Cause, *, notice: timedelta) -> list[Write]:
    """The transaction raises Overtaken where the account was changed since it was read. `notice`: how long before points end their owner
    is told."""
    now = clock.now()
    moved = [after.pending - before.pending, after.held - before.held, after.debt - before.debt]
    sums = [getattr(SumsRecord, name).add(by) for name, by in zip(("pending", "usable", "debt"), moved, strict=True) if by]
    return [
        account_put(after, now, notice=notice),
        *[write for number, one in enumerate(entries) for write in _entry(after, one, cause, now, number)],
        *([Update(SumsRecord, sums_pk(after.customer_id), SUMS_SK, sums)] if sums else []),
    ]


def still_there(customer_id: str) -> Check:
    """Nothing is booked for whoever was erased."""
    erased = Erased("This person's data was erased.", person=customer_id)
    return Check(KeyRecord, key_pk(customer_id), KEY_SK, KeyRecord.erased_at.does_not_exist(), erased)


def _entry(after: Account, entry: Entry, cause: Cause, now: datetime, number: int) -> Iterable[Write]:
    at, usable = times.iso(now + timedelta(milliseconds=number)), after.usable(now)
    own = (after.customer_id, cause.once, entry.kind.value, str(number))
    move_id = ids.derived_id("pts", *own) if cause.once else fresh.new_id("pts")
    mission = cause.missions[number] if cause.missions else ""
    move = Move(move_id, entry, at, cause.actor.kind, cause.order_id, usable, after.pending, cause.reason, mission)
    pk = customer_pk(after.customer_id)
    yield put_new(MoveRecord(pk=pk, sk=move_sk(at, move_id), kind="points_move", body=dump_brief(move)))
    told = _EVENTS[entry.kind](
        customer_id=after.customer_id,
        points=entry.points,
        order_id=cause.order_id,
        source=entry.source.value,
        target=entry.target.value,
        expires_at=entry.expires_at,
        usable=usable,
        pending=after.pending,
    )
    yield event_put(LoyaltyTable, pk, told, subject=after.customer_id, actor=cause.actor, cause=move_id, at=now)


def moves_of(customer_id: str, *, limit: int, cursor: str | None) -> Page[Move]:
    """Newest first. One Query."""
    page = query_page(
        MoveRecord, customer_pk(customer_id), query={"points of": customer_id}, limit=limit, cursor=cursor, newest_first=True,
        range_condition=MoveRecord.sk.startswith(MOVES),
    )  # fmt: skip
    return Page([load(Move, one.body) for one in page.data], page.next_cursor)


def ends_at(entry: Entry) -> str | None:
    return None if entry.expires_at == NEVER else entry.expires_at
