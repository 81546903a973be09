"""What is low or sold out among the variants on sale, for who orders more of it or looks where it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, islice

from functions.catalog import Sellable, sellable_keys, sellables_in
from functions.shared.plain import pages
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find_many
from functions.shared.store.shards import Row, cursor_at, position_of
from functions.stock.model.stock_settings import low_from, offered
from functions.stock.model.stock_state import StockState
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
from functions.stock.store.shortages import Shortage, short_rows, since_of, state_by
from functions.stock.store.stock_settings import settings_in

_OWN = "listed_"
_MOST_AT_ONCE = 33
_MOST_LOOKED = 300
"""However much of it is not on sale any more, one call looks at no more."""


@dataclass(frozen=True)
class Short:
    variant: Sellable
    state: StockState
    for_sale: int
    low_at: int
    since: str | None


def running_short(states: Sequence[Shortage], *, seen: Callable[[str], bool], limit: int, cursor: str | None) -> pages.Page[Short]:
    """Who fell last comes first; what is not on sale is passed over, and goods of a merchant that are not `seen`: a page may be short then.
    A Query for each shard of each list, and a BatchGetItem for each 33 variants of those it looks at."""
    query = {"list": "short", "states": [*states]}
    after = position_of(pages.decode(cursor, query), former=_OWN)
    listed = short_rows(states, after=after, at_once=limit + 1)
    found, looked, last = list[Short](), 0, None
    while len(found) < limit and looked < _MOST_LOOKED and (some := list(islice(listed, _at_once(limit - len(found), looked)))):
        told = {one.variant.variant_id: one for one in _read(some, states) if seen(one.variant.merchant_id)}
        for row in some:
            if len(found) == limit:
                listed = chain([row], listed)
                break
            # What moved from one list to the other meanwhile stands in both for a moment.
            found += [told.pop(_variant(row))] if _variant(row) in told else []
            looked, last = looked + 1, row
    more = last is not None and next(listed, None) is not None
    return pages.Page(found, pages.encode(cursor_at(last, former=_OWN), query) if last and more else None)


def _at_once(wanted: int, looked: int) -> int:
    """Where many were passed over, more than is wanted: one by one they would take a request each."""
    return max(wanted, min(looked, _MOST_AT_ONCE))


def _variant(row: Row) -> str:
    return row.pk.removeprefix(variant_pk(""))


def _read(rows: Sequence[Row], states: Sequence[Shortage]) -> list[Short]:
    """The index may lag: the counters say what is short."""
    since = {_variant(row): since_of(row) for row in rows}
    found = find_many(sellable_keys(since))
    settings, short = settings_in(found), list[Short]()
    for variant_id, one in sellables_in(found, since).items():
        record = found.get((StockRecord, variant_pk(variant_id), STOCK_SK))
        if one.published and isinstance(record, StockRecord) and (state := state_by(record, settings)) in states:
            left = offered(int(record.available), None if record.safety is None else int(record.safety), settings)
            low_at = low_from(None if record.low_at is None else int(record.low_at), settings)
            short.append(Short(one, state, left, low_at, since[variant_id]))
    return short
