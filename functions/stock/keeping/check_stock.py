"""The scheduled check: do movements add up to the counters of a variant, its queue to what it owes? Differences are told, never repaired.

What every variant has is told on the way, for reports: by then the counters are known to be right.

Movements of orders reach the ledger's rows with the stream, a moment after the counters. So what does not fit is looked at again, and
counts as a difference only when it is the same while the counters stand still.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import field, replace

from functions.shared.events.batches import Run
from functions.shared.events.contracts.stock import StockDifferenceFound, StockLevelsTold
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import find
from functions.shared.store.transactions import Exists, Put, transact
from functions.stock.model.stock import Movement
from functions.stock.model.stock_sums import Difference, differences
from functions.stock.store.ahead import queued_of
from functions.stock.store.read_counters import counters
from functions.stock.store.records import MOVEMENT, STOCK_SHARDS, MovementRecord, StockRecord, variant_pk

REPORT = "CHECK"
_TOLD = 100
_LOOKS = 3
_PAUSE = 2.0
_LEVELS = 100


@dataclass(frozen=True)
class StockCheck:
    """`after` is the place from which the next run goes on when this one was not `complete`: shard and variant."""

    started_at: str
    finished_at: str = ""
    complete: bool = False
    checked: int = 0
    unsettled: int = 0
    difference_count: int = 0
    differences: list[Difference] = field(default_factory=list)
    after: tuple[int, str] = (0, "")


def last_check() -> StockCheck:
    """Raises NotFound before the first one."""
    report = _stored()
    if report is None:
        raise NotFound("The stock was not checked yet.")
    return report


def check_stock(has_time: Callable[[], bool] = lambda: True, pause: Callable[[float], None] = time.sleep) -> StockCheck:
    """Look at every variant, or at as many as there is time for; the report is kept."""
    before = _stored()
    report = StockCheck(times.iso(clock.now()), after=before.after if before and not before.complete else (0, ""))
    run, levels = Run("stock-check"), dict[str, int]()
    for place, variant_id in _variants(report.after):
        if not has_time():
            break
        report = replace(report, after=place)
        with run.item(variant_id):
            report = _with(report, variant_id, pause)
            levels[variant_id] = max(0, counters(variant_id, []).on_hand)
        if len(levels) == _LEVELS:
            _tell_levels(levels, report.started_at)
            levels = {}
    else:
        report = replace(report, complete=True, after=(0, ""))
    _tell_levels(levels, report.started_at)
    report = replace(report, finished_at=times.iso(clock.now()))
    transact([Put(StockRecord(pk=REPORT, sk=REPORT, kind="report", body=dump(report)))])
    fact("stock.checked", checked=report.checked, differences=report.difference_count, complete=report.complete)
    run.end()
    return report


def _stored() -> StockCheck | None:
    record = find(StockRecord, REPORT, REPORT)
    return load(StockCheck, record.body) if record else None


def _variants(after: tuple[int, str]) -> Iterator[tuple[tuple[int, str], str]]:
    first, last_seen = after
    for shard in range(first, STOCK_SHARDS):
        key = StockRecord.gsi1sk > last_seen if shard == first and last_seen else None
        for record in StockRecord.gsi1.query(f"STOCK#{shard:02d}", key):
            yield (shard, record.pk), record.pk.removeprefix(variant_pk(""))


def _with(report: StockCheck, variant_id: str, pause: Callable[[float], None]) -> StockCheck:
    found = _look(variant_id, pause)
    if found is None:
        return replace(report, checked=report.checked + 1, unsettled=report.unsettled + 1)
    for one in found:
        _tell(one, report.started_at)
    return replace(
        report,
        checked=report.checked + 1,
        difference_count=report.difference_count + len(found),
        differences=[*report.differences, *found][:_TOLD],
    )


def _look(variant_id: str, pause: Callable[[float], None]) -> list[Difference] | None:
    """None when the counters moved at every look."""
    seen: tuple[int, list[Difference]] | None = None
    for look in range(_LOOKS):
        level = counters(variant_id, [])
        found = differences(level, _movements(variant_id), queued_of(variant_id))
        if not found or seen == (level.version, found):
            return found
        seen = level.version, found
        if look < _LOOKS - 1:
            pause(_PAUSE)
    return None


def _movements(variant_id: str) -> Iterator[Movement]:
    key = MovementRecord.sk.startswith(MOVEMENT)
    for record in MovementRecord.query(variant_pk(variant_id), key, consistent_read=True):
        yield load(Movement, record.body)


def _tell_levels(levels: dict[str, int], cause: str) -> None:
    if levels:
        first = min(levels)
        told = event_put(StockRecord, REPORT, StockLevelsTold(levels), subject=first, actor=SYSTEM, cause=f"{cause}#{first}")
        # Asked twice, where the first answer was lost.
        with suppress(Exists):
            transact([told])


def _tell(one: Difference, cause: str) -> None:
    payload = StockDifferenceFound(**vars(one))
    pk = variant_pk(one.variant_id)
    fact("stock.difference_found", **vars(one))
    told = "#".join((cause, one.warehouse, one.bin, one.counter))
    try:
        transact([event_put(StockRecord, pk, payload, subject=one.variant_id, actor=SYSTEM, cause=told)])
    except Exists:
        return
