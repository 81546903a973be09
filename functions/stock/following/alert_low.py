"""A variant that falls to its threshold is told once, until there is more of it again."""

from __future__ import annotations

from functions.catalog import sellables
from functions.shared.events.contracts.stock import StockLow
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.plain.errors import Conflict
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Write, transact
from functions.stock.model.stock_settings import StockSettings, is_low, low_from, offered
from functions.stock.store.records import ALERT_SK, AlertRecord, StockRecord, variant_pk


class _Known(Conflict):
    """What the stream tells was told before."""


def alert_low(before: StockRecord | None, now: StockRecord, settings: StockSettings) -> None:
    """The stream tells each change of the counters, in order and perhaps twice; nothing is read or written but where the line is crossed.
    What was never counted crosses nothing."""
    low = _is_low(now, settings)
    if before is None or low == _was_low(before, now, settings):
        return
    version = int(now.version)
    alert = AlertRecord(pk=now.pk, sk=ALERT_SK, kind="alert", version=version, low=int(low))
    writes: list[Write] = [Put(alert, AlertRecord.pk.does_not_exist() | (AlertRecord.version < version), _Known())]
    if low:
        writes.append(_told(now, settings, version))
    try:
        transact(writes)
    except _Known:
        return


def is_looked_at_anew(before: StockRecord | None, now: StockRecord) -> bool:
    """Touched because the shop's settings changed: nothing can be told from its counters alone."""
    return before is not None and now.looked != before.looked


def _was_low(before: StockRecord, now: StockRecord, settings: StockSettings) -> bool:
    if not is_looked_at_anew(before, now):
        return _is_low(before, settings)
    known = find(AlertRecord, now.pk, ALERT_SK)
    return bool(known.low) if known else _is_low(before, settings.before())


def _told(now: StockRecord, settings: StockSettings, version: int) -> Write:
    variant_id = now.pk.removeprefix(variant_pk(""))
    low_at = low_from(own(now.low_at), settings)
    left = offered(int(now.available), own(now.safety), settings)
    known = sellables([variant_id]).get(variant_id)
    told = StockLow(variant_id, left, low_at, known.sku if known else "", known.title if known else {})
    return event_put(StockRecord, now.pk, told, subject=variant_id, actor=SYSTEM, cause=str(version))


def _is_low(record: StockRecord, settings: StockSettings) -> bool:
    return is_low(int(record.available), own(record.safety), own(record.low_at), settings)


def own(value: float | None) -> int | None:
    return None if value is None else int(value)
