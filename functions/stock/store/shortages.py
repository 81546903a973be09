"""What is low or sold out: a list for each of the two states, of the variants that the stream told so last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from functions.shared.store.items import Item
from functions.shared.store.records import Record
from functions.shared.store.shards import Row, merged_rows, place
from functions.stock.model.stock import state_of
from functions.stock.model.stock_settings import StockSettings, low_from, offered
from functions.stock.model.stock_state import StockState
from functions.stock.store.records import ALERT_SK, AlertRecord, StockRecord
from functions.stock.store.stock_settings import settings_of

LONG_AGO = "0"
"""Since when, of what was short before it was listed: behind all that has a time."""


class Shortage(StrEnum):
    LOW = "low_stock"
    OUT = "out_of_stock"


def state_by(record: StockRecord, settings: StockSettings) -> StockState:
    """What of a variant is for sale, as staff count it: whatever is promised ahead or recalled."""
    left = offered(int(record.available), None if record.safety is None else int(record.safety), settings)
    return state_of(left, low_from(None if record.low_at is None else int(record.low_at), settings))


def alert(record: StockRecord, state: StockState, since: str) -> AlertRecord:
    """Listed where it is short, by when that was told."""
    short = state in list(Shortage)
    listed_pk, listed_sk = place(_list(state), f"{since}#{record.pk}", of=record.pk) if short else (None, None)
    return AlertRecord(
        pk=record.pk, sk=ALERT_SK, kind="alert", version=int(record.version), low=int(short), state=state, listed_pk=listed_pk,
        listed_sk=listed_sk,
    )  # fmt: skip


def alert_of(counters: Item, settings_body: str | None) -> Record | None:
    """Face: of counters as they are stored and the shop's settings; None where there is enough."""
    record = StockRecord.from_raw_data(counters)
    state = state_by(record, settings_of(settings_body))
    return alert(record, state, LONG_AGO) if state in list(Shortage) else None


def short_rows(states: Sequence[Shortage], *, after: str | None, at_once: int) -> Iterator[Row]:
    """Who fell last comes first. A Query for each shard of each list."""
    return merged_rows(AlertRecord, *map(_list, states), after=after, newest_first=True, at_once=at_once)


def since_of(row: Row) -> str | None:
    since = row.at.split("#", 1)[0]
    return None if since == LONG_AGO else since


def _list(state: str) -> str:
    return f"SHORT#{state}"
