"""A year is written day by day, each as a whole; who is stopped goes on with the day they were at, and writes the same again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from functions.orders.store.records import OrderRecord, OrdersTable
from functions.reports.consumers.record_facts import DRAFTS, HANDLERS
from functions.reports.facts.write_facts import facts_at_once
from functions.reports.store.duck import Lake, opened
from functions.reports.store.records import ReportsTable
from functions.reports.store.spend_items import spend_put
from functions.shared.events.contracts.orders import ShipmentTracked
from functions.shared.events.contracts.picks import PickRequested
from functions.shared.events.contracts.shipments import ShipmentHandedOver, ShipmentPacked
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import envelope_of
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.settings import settings
from functions.shared.sealing import forget as forget_keys
from functions.shared.store.records import find
from infra.history.afterwards import (
    demand_and_forecast,
    findings_of_the_last_weeks,
    outages,
    parcels_by_day,
    stock_by_night,
)
from infra.history.bulk import Bulk
from infra.history.cart_items import left_cart, placed_cart
from infra.history.case_items import case_items
from infra.history.facts import facts_read_once
from infra.history.holdout_items import holdout_items
from infra.history.known_items import bought_items, people_known
from infra.history.lake_days import REACHES, LakeDays, spend_of
from infra.history.mailing_items import mailing_items
from infra.history.order_items import order_items
from infra.history.parcels import parcel_figures, pick_items
from infra.history.payment_items import payment_items
from infra.history.people_items import people_by_day, people_items
from infra.history.shelves import came_at, lot_of
from infra.history.stock_items import came_in, stock_items
from infra.history.story import Story, story_of
from infra.history.visits import visits_of
from infra.history.year import Good, Year
from infra.local.trouble import Trouble

_IN_BULK = (PickRequested.TYPE, ShipmentPacked.TYPE, ShipmentHandedOver.TYPE, ShipmentTracked.TYPE)
_HANDLERS = {kind: record for kind, record in HANDLERS.items() if kind not in (*DRAFTS, *_IN_BULK)}
"""Facts and parcels (`parcels.py`) are written in bulk."""
_MARK = ("HISTORY", "WRITTEN")
_A_DAY = timedelta(days=1)
Tick = Callable[[int, int], None]


@dataclass(frozen=True)
class Mark:
    """How far the year is: `days` of it are written, and whether all its events have landed, and what needs many days is counted."""

    seed: int
    first: str
    of: int
    orders: int
    days: int = 0
    landed: bool = False
    counted: bool = False


@dataclass(frozen=True)
class Written:
    orders: int
    items: int
    facts: int
    people: int = 0
    visits: int = 0


def write_year(year: Year, *, beside: bool, tick: Tick = lambda _done, _of: None) -> Written:
    """`tick` is told of orders. `beside`: also in a shop that has orders. Raises Trouble where this is no shop of this machine, or it has
    orders or another year."""
    mark = _begin(year, beside)
    if mark.landed:
        return Written(0, 0, 0)
    with opened() as lake:
        return _Writing(year, mark, lake).run(tick)


def count_year(year: Year, *, tick: Tick = lambda _done, _of: None) -> None:
    """What needs many days, of a year that is written; `tick` is told of days. With `sales_by_day` it is all that schedules would have
    counted of it."""
    mark = _begin(year, beside=True)
    if mark.counted:
        return
    zone, bulk = settings().store_timezone, Bulk()
    with opened() as lake:
        yesterday = clock.now().astimezone(ZoneInfo(zone)).date() - _A_DAY
        LakeDays(lake, zone, bulk).count_over_days(year.first - _A_DAY, yesterday, tick)
    facts = facts_read_once()
    demand_and_forecast(year, zone, facts)
    parcels_by_day()
    stock_by_night(year, clock.now(), zone)
    findings_of_the_last_weeks(year, zone, facts)
    know_people(year)
    _note(replace(mark, counted=True))


def know_people(year: Year) -> None:
    bulk = Bulk()
    bulk.put(people_known(year))
    bulk.put(holdout_items(year))
    bulk.flush()


class _Writing:
    def __init__(self, year: Year, mark: Mark, lake: Lake) -> None:
        self.year, self.mark, self.now, self.bulk = year, mark, clock.now(), Bulk()
        self.zone, self.counts = settings().store_timezone, year.per_day()
        self.firsts = [1, *(1 + done for done in accumulate(self.counts))]
        self.lake, self.people = LakeDays(lake, self.zone, self.bulk), people_by_day(year)
        self.mailings = year.mailings()
        self.registered = {one.id: one.registered for some in self.people.values() for one in some}
        self.done = Written(0, 0, 0)

    def run(self, tick: Tick) -> Written:
        year, last = self.year, self.now.date()
        self._remember()
        for number in range(self.mark.days, year.days):
            self._day(number)
            # The day of a market ends as much as half a day after that of UTC, and begins as much before it.
            landed = self._date(number)
            self.lake.land_until(landed, last)
            self.lake.count_until(landed - _A_DAY)
            _note(replace(self.mark, days=number + 1))
            tick(self.firsts[number + 1] - 1, year.orders)
        self.lake.land_until(last + _A_DAY, last)
        self.lake.count_until(last + _A_DAY * 2)
        _note(replace(self.mark, days=year.days, landed=True))
        return replace(self.done, items=self.bulk.written)

    def _date(self, number: int) -> date:
        return self.year.first + _A_DAY * number

    def _stories(self, number: int) -> list[Story]:
        day = self.year.of_day(number, self.counts[number], self.firsts[number])
        return [story_of(one, self.year, self.now, self.zone) for one in day]

    def _remember(self) -> None:
        """What days that are written have in days of the lake that are not landed."""
        since = self._date(self.mark.days) - _A_DAY
        if self.mark.days:
            self.lake.count_again(since - _A_DAY)
        for number in range(max(0, self.mark.days - REACHES), self.mark.days):
            stories = self._stories(number)
            self.lake.hear(
                (envelope_of(item) for story in stories for item in (*order_items(story), *pick_items(story)) if item.kind == "event"),
                since=since,
            )
            if self.mark.days - number <= 2:
                for visit in visits_of(self.year, number, stories, self.registered):
                    self.lake.see(visit, since=since)
        # Making an order's items again makes it a key again, and this one is not written.
        forget_keys()

    def _day(self, number: int) -> None:
        stories, people = self._stories(number), self.people.get(number, [])
        visits = list(visits_of(self.year, number, stories, self.registered))
        for person in people:
            self.bulk.put(people_items(person))
        for sent in self.year.mailings(number, number):
            self.bulk.put(mailing_items(sent, (one for some in self.people.values() for one in some)))
        for visit in visits:
            self.bulk.put(left_cart(visit, self.year, self.now))
            self.lake.see(visit)
        self.bulk.put(spend_put(one).record for one in spend_of(self._date(number), visits))
        facts = self._orders(number, stories)
        before = self.done
        self.done = Written(before.orders + len(stories), 0, before.facts + facts, before.people + len(people), before.visits + len(visits))

    def _orders(self, number: int, stories: list[Story]) -> int:
        told: list[Envelope] = []
        for story in stories:
            items = [*order_items(story), *payment_items(story), *case_items(story, self.now), *pick_items(story)]
            told += [envelope_of(item) for item in items if item.kind == "event"]
            self.bulk.put([*items, *stock_items(story), *placed_cart(story, self.now), *parcel_figures(story)])
        self.bulk.put(bought_items(told, self.mailings, self.registered))
        day = self._date(number)
        self.bulk.put(came_in(self.year.seed, day.isoformat(), came_at(day), lot_of(self.year, number, self.counts, self.firsts)))
        by_kind = defaultdict[str, list[Envelope]](list)
        for one in told:
            by_kind[one.type].append(one)
        drafts = [draft for kind, of in DRAFTS.items() for draft in of(by_kind[kind])]
        self.bulk.put(facts_at_once(drafts))
        self.bulk.flush()
        self.lake.hear(told)
        for kind, record in _HANDLERS.items():
            record(by_kind[kind])
        return len(drafts) + sum(len(by_kind[kind]) for kind in _HANDLERS)


def _begin(year: Year, beside: bool) -> Mark:
    if not settings().is_local:
        raise Trouble("A past is invented for the shop of this machine only, never for a deployed one.")
    item = find(ReportsTable, *_MARK)
    if item is not None:
        mark = load(Mark, item.body)
        if (mark.seed, mark.first, mark.of, mark.orders) != (year.seed, year.first.isoformat(), year.days, year.orders):
            raise Trouble(f"This shop has another past: {mark.orders} orders of {mark.of} days from {mark.first}, seed {mark.seed}.")
        return mark
    if not beside and next(iter(OrderRecord.scan(OrdersTable.kind == "order", limit=1)), None) is not None:
        raise Trouble("This shop has orders. Say --beside to invent a past beside them.")
    mark = Mark(year.seed, year.first.isoformat(), year.days, year.orders)
    _note(mark)
    return mark


def _note(mark: Mark) -> None:
    ReportsTable(pk=_MARK[0], sk=_MARK[1], kind="history", body=dump(mark)).save()


def a_year(seed: int, days: int, orders: int, goods: Sequence[Good], today: date) -> Year:
    first = first_day(days, today)
    return Year(seed, first, days, orders, goods, outages=tuple(outages(first, days)))


def first_day(days: int, today: date) -> date:
    """The last day is the day before yesterday: it is over everywhere on earth."""
    return today - timedelta(days=days + 1)
