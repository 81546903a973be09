"""The board of the day that it is in the store: what was counted from the lake, and what counters say of the hours since."""

from __future__ import annotations

from functions.reports.model.live import Moment, moment_of, place_of, today
from functions.reports.store.lake_items import counted_days
from functions.reports.store.live import counted_through, counters_of
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class Board:
    day: str
    through: str
    moments: list[Moment]


def board() -> Board:
    """Six requests to the table, whatever the shop sells: the mark, the counted day, and a Query for each shard."""
    day = place_of(clock.now(), settings().store_timezone).day
    # The mark first: a count that ends in between has counted more than it says, never less.
    through = counted_through()
    counted = [moment_of(row) for one in counted_days("hours", [day[:7]], day, day) for row in one.rows]
    return Board(day, through, today(counted, counters_of(day), through))
