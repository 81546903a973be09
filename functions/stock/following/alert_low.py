"""A variant that falls to its threshold is told once, until there is more of it again; while it is low or sold out it is listed as that."""

from __future__ import annotations

from typing import cast

from functions.catalog import sellables
from functions.shared.events.contracts.stock import StockLow
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Write, transact
from functions.stock.model.stock import IN_STOCK, LOW
from functions.stock.model.stock_settings import StockSettings, low_from, offered
from functions.stock.model.stock_state import StockState
from functions.stock.store.records import ALERT_SK, AlertRecord, StockRecord, variant_pk
from functions.stock.store.shortages import alert, state_by


class _Known(Conflict):
    """What the stream tells was told before."""


def alert_low(before: StockRecord | None, now: StockRecord, settings: StockSettings) -> None:
    """The stream tells each change of the counters, in order and perhaps twice; nothing is read or written but where a line is crossed.
    What was never counted crosses nothing: with few pieces it is listed, and nobody is told."""
    state, was = state_by(now, settings), _before(before, now, settings)
    if state == was:
        return
    version = int(now.version)
    record = alert(now, state, times.iso(clock.now()))
    writes: list[Write] = [Put(record, AlertRecord.pk.does_not_exist() | (AlertRecord.version < version), _Known())]
    if before is not None and was == IN_STOCK:
        writes.append(_told(now, settings, version))
    try:
        transact(writes)
    except _Known:
        return


def is_looked_at_anew(before: StockRecord | None, now: StockRecord) -> bool:
    """Touched because the shop's settings changed: nothing can be told from its counters alone."""
    return before is not None and now.looked != before.looked


def _before(before: StockRecord | None, now: StockRecord, settings: StockSettings) -> StockState:
    if before is None:
        return "in_stock"
    if not is_looked_at_anew(before, now):
        return state_by(before, settings)
    known = find(AlertRecord, now.pk, ALERT_SK)
    if known is None:
        return state_by(before, settings.before())
    return cast("StockState", known.state or (LOW if known.low else IN_STOCK))


def _told(now: StockRecord, settings: StockSettings, version: int) -> Write:
    variant_id = now.pk.removeprefix(variant_pk(""))
    low_at = low_from(own(now.low_at), settings)
    left = offered(int(now.available), own(now.safety), settings)
    known = sellables([variant_id]).get(variant_id)
    told = StockLow(variant_id, left, low_at, known.sku if known else "", known.title if known else {})
    return event_put(StockRecord, now.pk, told, subject=variant_id, actor=SYSTEM, cause=str(version))


def own(value: float | None) -> int | None:
    return None if value is None else int(value)
