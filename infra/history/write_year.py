"""A year is written day by day, each as a whole; who is stopped goes on with the day they were at, and writes the same again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from functions.orders.store.records import OrderRecord, OrdersTable
from functions.reports.consumers.record_facts import HANDLERS
from functions.reports.store.records import ReportsTable
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import envelope_of
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.settings import settings
from functions.shared.store.records import find
from infra.history.bulk import Bulk
from infra.history.case_items import case_items
from infra.history.order_items import order_items
from infra.history.payment_items import payment_items
from infra.history.stock_items import came_in, stock_items
from infra.history.story import Story, story_of
from infra.history.year import Year
from infra.local.trouble import Trouble

_MARK = ("HISTORY", "WRITTEN")
Tick = Callable[[int, int], None]


@dataclass(frozen=True)
class Mark:
    """How far the year is: `days` of it are written."""

    seed: int
    first: str
    of: int
    orders: int
    days: int = 0


@dataclass(frozen=True)
class Written:
    orders: int
    items: int
    facts: int


def write_year(year: Year, *, beside: bool, tick: Tick = lambda _done, _of: None) -> Written:
    """`beside`: also in a shop that has orders. Raises Trouble where this is no shop of this machine, or it has orders or another year."""
    now, mark = clock.now(), _begin(year, beside)
    counts, bulk, orders, facts = year.per_day(), Bulk(), 0, 0
    firsts = [1, *(1 + done for done in accumulate(counts))]
    for number in range(mark.days, year.days):
        stories = [story_of(one, year, now, settings().store_timezone) for one in year.of_day(number, counts[number], firsts[number])]
        facts += _write_day(year, number, stories, bulk, now)
        orders += len(stories)
        _note(Mark(year.seed, year.first.isoformat(), year.days, year.orders, number + 1))
        tick(firsts[number + 1] - 1, year.orders)
    return Written(orders, bulk.written, facts)


def _write_day(year: Year, number: int, stories: list[Story], bulk: Bulk, now: datetime) -> int:
    day = year.first + timedelta(days=number)
    told: list[Envelope] = []
    needed = Counter[str]()
    for story in stories:
        items = [*order_items(story), *payment_items(story)]
        told += [envelope_of(item) for item in items if item.kind == "event"]
        bulk.put([*items, *stock_items(story), *case_items(story, now)])
        if story.sent:
            needed.update({line.variant_id: 0 for line in story.order.lines})
            for line in story.order.lines:
                needed[line.variant_id] += line.quantity
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=2)
    bulk.put(came_in(year.seed, day.isoformat(), start, needed))
    bulk.flush()
    facts = 0
    for kind, record in HANDLERS.items():
        some = [one for one in told if one.type == kind]
        record(some)
        facts += len(some)
    return facts


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


def first_day(days: int, today: date) -> date:
    """The last day is the day before yesterday: it is over everywhere on earth."""
    return today - timedelta(days=days + 1)
