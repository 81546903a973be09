"""A variant that falls to its threshold is told once, until there is more of it again."""

from __future__ import annotations

from functions.shared.events.contracts.stock import StockLow
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Put, transact
from functions.stock.model.stock import LOW_STOCK
from functions.stock.store.records import ALERT_SK, AlertRecord, StockRecord, variant_pk


class _Known(Conflict):
    """What the stream tells was told before."""


def alert_low(before: StockRecord | None, now: StockRecord) -> None:
    """The stream tells each change of the counters, in order and perhaps twice; nothing is read or written but where the line is crossed.
    What was never counted crosses nothing."""
    low = _is_low(now)
    if before is None or low == _is_low(before):
        return
    version = int(now.version)
    alert = AlertRecord(pk=now.pk, sk=ALERT_SK, kind="alert", version=version, low=int(low))
    writes = [Put(alert, AlertRecord.pk.does_not_exist() | (AlertRecord.version < version), _Known())]
    if low:
        variant_id = now.pk.removeprefix(variant_pk(""))
        told = StockLow(variant_id, int(now.available), low_at(now))
        writes.append(event_put(StockRecord, now.pk, told, subject=variant_id, actor=SYSTEM, cause=str(version)))
    try:
        transact(writes)
    except _Known:
        return


def low_at(record: StockRecord) -> int:
    return LOW_STOCK if record.low_at is None else int(record.low_at)


def _is_low(record: StockRecord) -> bool:
    return int(record.available) <= low_at(record)
