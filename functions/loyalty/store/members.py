"""Members and what orders counted for them, as they are stored; a level that changed is told in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from functions.loyalty.model.earned import Earned
from functions.loyalty.model.levels import Levels
from functions.loyalty.model.member import Member, Why, next_turn
from functions.loyalty.store.accounts import Found
from functions.loyalty.store.moves import still_there
from functions.loyalty.store.records import (
    COUNTED_SK,
    LEVEL_MOVES,
    LEVELS_KEY,
    MEMBER_SK,
    CountedRecord,
    LevelMoveRecord,
    LoyaltyTable,
    MemberRecord,
    ProgrammeRecord,
    customer_pk,
    due_shard,
    order_pk,
)
from functions.shared.events.contracts.points import LevelDropped, LevelRaised
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump_brief, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page
from functions.shared.plain.settings import settings
from functions.shared.store.listing import query_page
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Put, Write, put_new
from functions.shared.store.versions import locked_put


@dataclass(frozen=True)
class LevelMove:
    """From one level to another (empty: none), as so much was counted. `reason`: what staff say."""

    id: str
    at: str
    before: str
    level: str
    why: Why
    value: int
    by: str
    reason: str = ""


@dataclass(frozen=True)
class Counted:
    """What is known of an order, under the rate that levels count by; `order.points` of it are counted on `day`, when it was paid."""

    order: Earned
    day: str = ""
    version: int = field(default=0)


def member_keys(customer_id: str) -> Mapping[type[Record], list[tuple[str, str]]]:
    """Of them, and of the levels that there are."""
    return {MemberRecord: [(customer_pk(customer_id), MEMBER_SK)], ProgrammeRecord: [(LEVELS_KEY, LEVELS_KEY)]}


def member_in(found: Found, customer_id: str) -> Member:
    record = found.get((MemberRecord, customer_pk(customer_id), MEMBER_SK))
    return _member(record) if isinstance(record, MemberRecord) else Member(customer_id)


def member_of(customer_id: str) -> Member:
    """Of version 0 where nothing is known of them. One GetItem."""
    record = find(MemberRecord, customer_pk(customer_id), MEMBER_SK)
    return _member(record) if record else Member(customer_id)


def member_writes(after: Member, levels: Levels, why: Why | None, actor: Actor, reason: str = "") -> Iterator[Write]:
    """In place of what was read, and told where another level holds. The transaction raises Overtaken; Erased for who is gone."""
    now, before = clock.now(), after.told
    holds = after.holds(levels, now)
    after = replace(after, told=holds)
    yield still_there(after.customer_id)
    yield _put(after, levels, now)
    if holds == before:
        return
    # What staff made of the levels meanwhile may be the only reason.
    why = why or (Why.REACHED if levels.rank(holds) > levels.rank(before) else Why.DROPPED)
    pk, move_id = customer_pk(after.customer_id), fresh.new_id("lvl")
    move = LevelMove(move_id, times.iso(now), before, holds, why, after.value, actor.kind, reason)
    yield put_new(LevelMoveRecord(pk=pk, sk=f"{LEVEL_MOVES}{move.at}#{move_id}", kind="level_move", body=dump_brief(move)))
    raised = levels.rank(holds) > levels.rank(before)
    told = LevelRaised(after.customer_id, before, holds, why.value) if raised else LevelDropped(after.customer_id, before, holds, why.value)
    yield event_put(LoyaltyTable, pk, told, subject=after.customer_id, actor=actor, cause=move_id, at=now)


def level_moves_of(customer_id: str, *, limit: int, cursor: str | None) -> Page[LevelMove]:
    """Newest first. One Query."""
    page = query_page(
        LevelMoveRecord, customer_pk(customer_id), query={"levels of": customer_id}, limit=limit, cursor=cursor, newest_first=True,
        range_condition=LevelMoveRecord.sk.startswith(LEVEL_MOVES),
    )  # fmt: skip
    return Page([load(LevelMove, one.body) for one in page.data], page.next_cursor)


def counted_of(order_id: str) -> Counted:
    """One GetItem."""
    record = find(CountedRecord, order_pk(order_id), COUNTED_SK)
    return replace(load(Counted, record.body), version=int(record.version)) if record else Counted(Earned(order_id))


def counted_put(counted: Counted) -> Put:
    """In place of what was read. The transaction raises Overtaken."""
    body = dump_brief(replace(counted, version=0))
    return locked_put(
        CountedRecord(pk=order_pk(counted.order.order_id), sk=COUNTED_SK, kind="counted_order", body=body, version=counted.version + 1),
        counted.version,
    )


def today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(settings().store_timezone)).date()


def _put(member: Member, levels: Levels, now: datetime) -> Put:
    pk, body = customer_pk(member.customer_id), dump_brief(replace(member, version=0))
    record = MemberRecord(pk=pk, sk=MEMBER_SK, kind="member", body=body, version=member.version + 1)
    if due := next_turn(member, levels, now, today(now), settings().store_timezone):
        record.due_pk, record.due_at = due_shard(member.customer_id), times.iso(due)
    return locked_put(record, member.version)


def _member(record: MemberRecord) -> Member:
    return replace(load(Member, record.body), version=int(record.version))
