"""What lay on the shelves: lots that come in for three weeks of orders, and what the nightly look at stock would have told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import accumulate
from zoneinfo import ZoneInfo

from functions.stock.store.read_counters import counters
from infra.history.story import steps_of
from infra.history.year import Bought, Outcome, Year

LOT_DAYS = 21
_EARLIER, _LOOKED_AT = timedelta(days=2), 3
Move = tuple[datetime, dict[str, int]]


def lot_of(year: Year, number: int, counts: list[int], firsts: list[int]) -> Counter[str]:
    """The pieces that the orders of a lot's days will take; of a day on which none comes in, nothing."""
    pieces = Counter[str]()
    if number % LOT_DAYS == 0:
        for day in range(number, min(year.days, number + LOT_DAYS)):
            for bought in year.of_day(day, counts[day], firsts[day]):
                pieces.update(taken(bought, year))
    return pieces


def came_at(day: date) -> datetime:
    """Before the first order of its lot, wherever that was placed."""
    return datetime.combine(day, time(), UTC) - _EARLIER


def taken(bought: Bought, year: Year) -> Counter[str]:
    pieces = Counter[str]()
    if bought.outcome not in (Outcome.UNPAID, Outcome.CANCELLED):
        for good, many in bought.lines:
            pieces[year.goods[good].variant_id] += many
    return pieces


def nights(year: Year, now: datetime, zone: str) -> Iterator[tuple[datetime, dict[str, int]]]:
    """When the shelves were looked at, night by night, and what lay there: what lies there now, and the year's lots that had not left."""
    names = sorted({good.variant_id for good in year.goods})
    on_hand = {name: counters(name, []).on_hand for name in names}
    moves = _moves(year, now)
    waiting = next(moves, None)
    for number in range(year.days + 1):
        day = year.first + timedelta(days=number)
        at = datetime.combine(day, time(_LOOKED_AT), ZoneInfo(zone)).astimezone(UTC)
        if at > now:
            return
        while waiting and waiting[0] <= at:
            for name, pieces in waiting[1].items():
                on_hand[name] += pieces
            waiting = next(moves, None)
        yield at, dict(on_hand)


def _moves(year: Year, now: datetime) -> Iterator[Move]:
    counts = year.per_day()
    firsts = [1, *(1 + done for done in accumulate(counts))]
    lots = ((came_at(year.first + timedelta(days=day)), dict(lot_of(year, day, counts, firsts))) for day in range(0, year.days, LOT_DAYS))
    sent = sorted((_sent(bought, year, now) for bought in year.all()), key=lambda move: move[0])
    return merge(lots, sent, key=lambda move: move[0])


def _sent(bought: Bought, year: Year, now: datetime) -> Move:
    return steps_of(bought, now)[1], _less(taken(bought, year))


def _less(pieces: Mapping[str, int]) -> dict[str, int]:
    return {name: -many for name, many in pieces.items()}
