"""What happens is added to the board of its day: orders by the queue, each once; visitors by what their browsers tell."""

from __future__ import annotations

from collections.abc import Sequence

from functions.reports.model.lake_row import Row
from functions.reports.model.live import Moment, place_of
from functions.reports.store.live import add_once, add_visitor
from functions.shared.events.contracts.orders import OrderPaid
from functions.shared.plain import times
from functions.shared.plain.settings import settings

MOST_VISITORS = 3


def count_orders(rows: Sequence[Row]) -> None:
    """`order.placed` and `order.paid`. A transaction each, into one of some shards."""
    for row in rows:
        paid = row.type == OrderPaid.TYPE
        place = place_of(times.parse(row.at), settings().store_timezone)
        figures = {"paid": 1, "revenue": row.amount or 0} if paid else {"orders": 1}
        add_once(row.id, place, Moment(place.hour, row.currency, **figures))


def count_visitors(rows: Sequence[Row]) -> None:
    """Browsers of a batch that agreed to be counted and are no robots, by the first of what they told of each day. One write for each; two
    the first time that day. A browser tells of itself: of a batch that tells of many the first few are counted now, all of them by the
    lake."""
    first: dict[tuple[str, str], str] = {}
    for row in (one for one in rows if one.visitor and not one.bot):
        key = row.visitor, place_of(times.parse(row.at), settings().store_timezone).day
        first[key] = min(row.at, first.get(key, row.at))
    for (visitor, _), at in [*first.items()][:MOST_VISITORS]:
        add_visitor(visitor, place_of(times.parse(at), settings().store_timezone))
