"""Hit rate@10: of people who buy something that they did not buy in the 30 days before, of how many it is among the ten that were
recommended the night before; the list made for them against the ten best sellers, both without what they bought lately."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.recommendations.rows import Order
from functions.recommendations.counting.run import DAYS, Night, counted
from functions.recommendations.model.suggest import Reason, best_sellers, for_you
from functions.reports import COLUMNS
from functions.reports.store.database import connect

TEN, NOT_AGAIN = 10, 30


@dataclass(frozen=True)
class Rates:
    people: int
    for_you: float
    best_sellers: float
    seconds: float = 0.0


def night_of(orders: Sequence[Order], today: date) -> Night:
    first, last = (today - timedelta(days=DAYS)).isoformat(), today.isoformat()
    rows = [(at, "order.paid", order_id, who, "") for at, order_id, who, _ in orders if first <= at < last]
    rows += [(at, "line.paid", order_id, "", name) for at, order_id, _, names in orders if first <= at < last for name in names]
    with TemporaryDirectory() as folder, connect(folder, "160MB") as base:
        told = Path(folder) / "rows.csv"
        told.write_text("".join(",".join(row) + "\n" for row in rows))
        kinds = {"at": "VARCHAR", "type": "VARCHAR", "order_id": "VARCHAR", "subject": "VARCHAR", "product_id": "VARCHAR"}
        given = {"source": "'business'", "bot": "false"}
        columns = ", ".join(
            f'coalesce("{name}", \'\') AS "{name}"' if name in kinds else f'CAST({given.get(name, "NULL")} AS {kind}) AS "{name}"'
            for name, kind in COLUMNS.items()
        )
        base.execute(f"CREATE VIEW events AS SELECT {columns} FROM read_csv('{told}', header=false, columns={kinds})")
        return counted(lambda sql, values=None: _ask(base, sql, values), last, today)


def _ask(base: duckdb.DuckDBPyConnection, sql: str, values: dict[str, object] | None) -> list[dict[str, object]]:
    answer = base.execute(sql, values or {})
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def compare(orders: Sequence[Order], today: date, days: int = 7) -> Rates:
    """What is bought in the `days` from `today`, against lists of the night before."""
    began = datetime.now(UTC)
    night = night_of(orders, today)
    seconds = (datetime.now(UTC) - began).total_seconds()
    start, lately = today.isoformat(), (today - timedelta(days=NOT_AGAIN)).isoformat()
    counts, end = (today - timedelta(days=DAYS)).isoformat(), (today + timedelta(days=days)).isoformat()
    history: dict[str, dict[str, str]] = defaultdict(dict)
    then: dict[str, set[str]] = defaultdict(set)
    for at, _, who, names in orders:
        if counts <= at < start:
            history[who] |= dict.fromkeys(names, at)
        elif start <= at < end:
            then[who] |= set(names)
    hits = [0, 0]
    people = 0
    for who, had in history.items():
        without = {name for name, at in had.items() if at >= lately}
        if not (wanted := then.get(who, set()) - without):
            continue
        people += 1
        last = sorted(had, key=lambda name: had[name], reverse=True)[:20]
        own = for_you(dict.fromkeys(last, Reason.BECAUSE_BOUGHT), night.neighbours, night.best, without=without)
        best = [one for one in best_sellers(night.best) if one.product_id not in without]
        for place, found in enumerate((own, best)):
            hits[place] += bool(wanted & {one.product_id for one in found[:TEN]})
    return Rates(people, hits[0] / max(people, 1), hits[1] / max(people, 1), seconds)
