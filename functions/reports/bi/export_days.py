"""Every night: the days that are over, as files that others read (`model/bi.py`). What changed since is written anew, the rest is left."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from functions.reports.model.bi import EVENTS, OF_CELLS, SCHEMA, STOCK, Exported
from functions.reports.store.cells import Counted, counted_days, files_of
from functions.reports.store.cells_base import ask, file_of
from functions.reports.store.duck import Lake, opened
from functions.reports.store.lake_files import day_key, put_file
from functions.reports.store.level_items import levels_of
from functions.shared.events.batches import Run
from functions.shared.outside import clock
from functions.shared.outside.objects import get_object
from functions.shared.outside.observability import fact

LOOKED_BACK, AGAIN = 400, 8
"""Days whose books are compared with what was exported, and days that are exported anyway: events may come seven days late."""
MANIFEST, SCHEMA_FILE = "bi/manifest.json", "bi/schema.json"
_JSON = "application/json"
Told = dict[str, Any]


def export_days() -> int:
    """How many days were looked at. One that fails stops no other, and is looked at the next night. Raises SomeFailed at the end."""
    run, today = Run("bi-export"), clock.now().date()
    days: dict[str, Told] = json.loads(get_object(MANIFEST) or b"{}")
    books = {one.day: one for one in counted_days(str(today - timedelta(days=LOOKED_BACK)), str(today - timedelta(days=1)))}
    changed = {day for day, one in books.items() if days.get(day, {}).get("books") != one.key}
    looked_at = changed | {str(today - timedelta(days=back)) for back in range(1, _days_behind(days, today) + AGAIN)}
    with opened() as lake:
        for day in sorted(looked_at):
            with run.item(day):
                days[day] = _export(day, books.get(day), lake)
    put_file(SCHEMA_FILE, _json(SCHEMA), _JSON)
    # Last: whoever dies before begins again, and writes the same files.
    put_file(MANIFEST, _json(days), _JSON)
    fact("reports.exported", days=len(looked_at), failed=run.failed)
    run.end()
    return len(looked_at)


def _days_behind(days: Mapping[str, Told], today: date) -> int:
    """Since the newest day that was looked at: nights in which nobody came are made up for."""
    return min(LOOKED_BACK, max(1, (today - date.fromisoformat(max(days))).days)) if days else 1


def bi_key(table: str, day: str) -> str:
    return f"bi/{table}/dt={day}/part.parquet"


def _export(day: str, books: Counted | None, lake: Lake) -> Told:
    """Nothing of what there is nothing of that day."""
    found: Told = {}
    if books is not None:
        files = files_of([books])
        for name, table in OF_CELLS.items():
            put_file(bi_key(name, day), file_of(table.sql, files, {"": ""}, {}))
            found[name] = _summed(table, ask(_sums_of(table), files))
    if on_hand := levels_of(date.fromisoformat(day), date.fromisoformat(day)).get(day):
        pieces = dict(sorted(on_hand.items()))
        put_file(bi_key("stock", day), lake.parquet(STOCK.sql, {"variants": [*pieces], "pieces": [*pieces.values()]}))
        found["stock"] = {"rows": len(pieces), "sums": {"": {"on_hand": sum(pieces.values())}}}
    # A day that is over is one file since the first hour after it.
    if events := get_object(day_key(day)):
        lake.show([events])
        put_file(bi_key("events", day), lake.parquet(EVENTS.sql))
        found["events"] = {"rows": lake.ask("SELECT count(*) AS rows FROM events")[0]["rows"], "sums": {}}
    return {"books": books.key if books else "", "tables": found}


def _sums_of(table: Exported) -> str:
    sums = ", ".join(f"CAST(coalesce(sum({name}), 0) AS BIGINT)" for name in table.sums)
    return f"SELECT currency, count(*), {sums} FROM ({table.sql}) AS made GROUP BY currency ORDER BY currency"  # noqa: S608 — our own statement


def _summed(table: Exported, rows: Iterable[tuple[Any, ...]]) -> Told:
    found = {currency: (number, dict(zip(table.sums, sums, strict=True))) for currency, number, *sums in rows}
    return {"rows": sum(number for number, _ in found.values()), "sums": {currency: sums for currency, (_, sums) in found.items()}}


def _json(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode()
