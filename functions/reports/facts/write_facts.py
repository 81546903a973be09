"""Facts are written down: each once, with what is known of its order, the marks of the hours to count, and the day it is booked on.

A day that is closed takes nothing any more: what happened on it and is told later is booked on the first day that is open, and says of
which day it is. That it is open is a condition of the write, so nothing can come between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar, cast

from functions.reports.model.account import Account
from functions.reports.model.facts import Fact, day_of, hour_of
from functions.reports.model.unit_cost import Costs
from functions.reports.store.records import (
    DIRTY_PK,
    ReportsTable,
    account_key,
    also_pk,
    buyer_key,
    closed_key,
    cost_key,
    facts_pk,
)
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings
from functions.shared.plain.store_time import start_of_day
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import Record, find_many
from functions.shared.store.transactions import Check, Exists, Put, TooLarge, Write, put_new, transact

T = TypeVar("T")
_AT_ONCE = 16
"""Each at most: its fact, its account, its buyer, its day and the marks of its hours."""


class Known:
    """What a few facts need to know, read once for all of them. `begin`: nothing is known of any of their orders."""

    def __init__(self, drafts: Sequence[Draft], *, begin: bool = False) -> None:
        keys = {key for draft in drafts for key in (*(() if begin else (account_key(draft.order_id),)), *draft.needs)}
        self.items = {(pk, sk): item for (_, pk, sk), item in find_many({ReportsTable: sorted(keys)}).items()} if keys else {}
        self.accounts: dict[str, Account] = {}
        self.firsts: dict[str, str] = {}

    def account(self, order_id: str) -> Account:
        if order_id not in self.accounts:
            item = self.items.get(account_key(order_id))
            self.accounts[order_id] = load(Account, item.body) if item else Account(order_id)
        return self.accounts[order_id]

    def costs(self, variant_id: str) -> Costs:
        item = self.items.get(cost_key(variant_id))
        return load(Costs, item.body) if item else Costs()

    def first_of(self, customer_id: str, order_id: str) -> str:
        """The customer's first order that was paid; from now on it is this one, if none was."""
        item = self.items.get(buyer_key(customer_id))
        first = self.firsts.get(customer_id) or (item.body if item else None)
        if not first:
            self.firsts[customer_id] = order_id
        return first or order_id


@dataclass(frozen=True)
class Draft:
    """What an event is to bring: of what is known, the fact (or none), and what is known then. `needs`: keys of items besides the
    order's."""

    event_id: str
    order_id: str
    make: Callable[[Known, Account], tuple[Fact | None, Account]]
    needs: tuple[tuple[str, str], ...] = ()


def write_facts(drafts: Iterable[Draft]) -> None:
    known = list({draft.event_id: draft for draft in drafts}.values())
    for start in range(0, len(known), _AT_ONCE):
        some = known[start : start + _AT_ONCE]
        try:
            _write(some)
        except (Exists, Overtaken, TooLarge):
            for draft in some:
                _write_one(draft)


def facts_at_once(drafts: Iterable[Draft]) -> Iterator[Record]:
    """What `write_facts` leaves behind of orders that nothing is known of, for who writes a past in bulk: past all conditions, with all
    that is told of these orders in it. Nothing is yielded where one of its days is closed: those facts take the way of all others."""
    some = list({draft.event_id: draft for draft in drafts}.values())
    known = Known(some, begin=True)
    facts = _made(some, known)
    days = [day_of(fact.at, fact.zone) for fact in facts]
    if _closed(set(days)):
        write_facts(some)
        return
    yield from (_fact_put(replace(fact, day=day)).record for fact, day in zip(facts, days, strict=True))
    yield from (_item(account_key(order_id), "account", dump(account)) for order_id, account in known.accounts.items())
    yield from (_item(buyer_key(customer), "buyer", order_id) for customer, order_id in known.firsts.items())
    yield from (put.record for put in _marks({hour for account in known.accounts.values() for hour in account.hours}))


def _write_one(draft: Draft) -> None:
    try:
        again(lambda: _write([draft]))
    except Exists:
        # Known already. Its hours are marked all the same: before 0.2 the mark was a write of its own, which may have been missed.
        transact(_marks(Known([draft]).account(draft.order_id).hours))


def _write(drafts: Sequence[Draft]) -> None:
    known = Known(drafts)
    before = {draft.order_id: known.account(draft.order_id) for draft in drafts}
    facts = _made(drafts, known)
    booked, checks = _booked(facts)
    hours, elsewhere = {hour_of(times.parse(fact.at)) for fact in booked}, list[Put]()
    for one in booked:
        if one.late_of:
            begins = times.iso(start_of_day(date.fromisoformat(one.day), one.zone))
            known.accounts[one.order_id] = known.account(one.order_id).booked_late(one.event_id, begins)
            hours.add(hour_of(times.parse(begins)))
            elsewhere.append(Put(_item((also_pk(begins[:10]), one.at[:10]), "also", "")))
    for order_id, was in before.items():
        now = known.account(order_id)
        # How all of its facts are counted follows from these.
        if (was.dims, was.method) != (now.dims, now.method) or (was.takers and was.takers != now.takers):
            hours |= set(now.hours)
    accounts = [
        put
        for order_id, was in before.items()
        if (put := _account_put(known.items.get(account_key(order_id)), known.account(order_id), was))
    ]
    firsts = [put_new(_item(buyer_key(customer), "buyer", order_id), Overtaken()) for customer, order_id in known.firsts.items()]
    transact([*map(_fact_put, booked), *accounts, *firsts, *checks, *_distinct(elsewhere), *_marks(hours)])


def _made(drafts: Sequence[Draft], known: Known) -> list[Fact]:
    facts = list[Fact]()
    for draft in drafts:
        fact, after = draft.make(known, known.account(draft.order_id))
        if fact is not None:
            facts.append(fact)
            after = after.in_hour(hour_of(times.parse(fact.at)))
        known.accounts[draft.order_id] = after
    return facts


def _booked(facts: Sequence[Fact]) -> tuple[list[Fact], list[Write]]:
    days = {fact.event_id: day_of(fact.at, fact.zone) for fact in facts}
    closed = _closed(set(days.values()))
    booked, open_days = [], set[str]()
    for fact in facts:
        day = days[fact.event_id]
        if day in closed:
            today = day_of(times.iso(clock.now()), fact.zone)
            shown = max(today, _after(day))
            while shown in closed or shown in _closed({shown}):
                shown = _after(shown)
            fact = replace(fact, late_of=day)
            day = shown
        open_days.add(day)
        booked.append(replace(fact, day=day))
    checks: list[Write] = [
        Check(ReportsTable, *closed_key(day), ReportsTable.pk.does_not_exist(), Overtaken()) for day in sorted(open_days)
    ]
    return booked, checks


def _closed(days: Iterable[str]) -> set[str]:
    keys = [closed_key(day) for day in sorted(days)]
    return {sk for _, _, sk in find_many({ReportsTable: keys})} if keys else set()


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _distinct(puts: Sequence[Put]) -> list[Put]:
    return list({(put.record.pk, put.record.sk): put for put in puts}.values())


def _account_put(item: object, now: Account, was: Account) -> Put | None:
    record = cast("ReportsTable | None", item)
    if record is None:
        return put_new(_item(account_key(now.order_id), "account", dump(now)), Overtaken())
    if now == was:
        return None
    made = _item(account_key(now.order_id), "account", dump(now))
    made.version = int(record.version) + 1
    return Put(made, ReportsTable.version == record.version, Overtaken())


def _item(key: tuple[str, str], kind: str, body: str) -> ReportsTable:
    return ReportsTable(pk=key[0], sk=key[1], kind=kind, body=body)


def _fact_put(fact: Fact) -> Put:
    hour = hour_of(times.parse(fact.at))
    return put_new(_item((facts_pk(hour, fact.event_id), fact.event_id), "fact", dump(fact)))


def _marks(hours: Iterable[str]) -> list[Put]:
    # A fresh token each time: a count that began before this mark cannot remove it.
    return [Put(_item((DIRTY_PK, hour), "dirty", fresh.new_token())) for hour in sorted(hours)]


def store_zone() -> str:
    return settings().store_timezone
