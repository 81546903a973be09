"""A report of a million rows, end to end: refused as a file, made by a job, as CSV and as a spreadsheet. In this process, over moto.

python -m benchmarks.reports.long_report [--skus 50000] [--days 20] [--formats csv,xlsx]
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import UTC, datetime, timedelta
from typing import Any

FIRST = datetime(2026, 2, 1, 4, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--skus", type=int, default=50_000)
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--formats", default="csv,xlsx")
    asked = parser.parse_args()
    from benchmarks.engine import tables
    from functions.shared.outside import clock
    from tests.support.buckets import data_bucket
    from tests.support.identity import served_environment

    with served_environment(), tables(), data_bucket(), clock.frozen(FIRST + timedelta(days=asked.days + 2)):
        for day in range(asked.days):
            _count(day, asked.skus)
        print(f"{asked.days} days of {asked.skus} SKUs counted; {_most()} MB at most", flush=True)
        for form in asked.formats.split(","):
            _export(form, asked.days)


def _count(day: int, skus: int) -> None:
    from functions.reports.model.cells import cells_of
    from functions.reports.model.facts import Dims, Fact, FactKind, Piece
    from functions.reports.store.cells import Counted, counted_put, key_of, put_cells
    from functions.reports.store.cells_base import parquet_of
    from functions.shared.plain import times
    from functions.shared.store.transactions import transact

    at, dims = times.iso(FIRST + timedelta(days=day)), Dims("web", "CN", "guest")
    cells = list[Any]()
    for order in range(0, skus, 500):
        pieces = [
            Piece(_sums(sku, order), f"line_{sku}", f"prod_{sku}", f"SKU-{sku:06d}", "cat_1")
            for sku in range(order, min(skus, order + 500))
        ]  # fmt: skip
        cells += cells_of(Fact(f"evt_{day}_{order}", FactKind.SALE, at, f"ord_{day}_{order}", "CNY", "Asia/Shanghai", pieces), dims, "card")
    data = parquet_of(cells, with_sums=True)
    one = Counted(at[:10], key_of(at[:10], data, with_sums=True), len(cells), [])
    put_cells(one.key, data)
    transact([counted_put(one)])


def _sums(sku: int, order: int) -> dict[str, int]:
    return {"units": 1, "orders": int(sku == order), "subtotal": 100 + sku, "revenue": 100 + sku}


def _export(form: str, days: int) -> None:
    from functions.reports import app as reports
    from functions.reports.exports import run
    from functions.reports.files.sheets import XLSX_TYPE
    from functions.shared.outside.objects import size_of
    from tests.support.http import Client
    from tests.support.identity import bearer
    from tests.support.jobs import run_jobs

    last = (FIRST + timedelta(days=days - 1)).date()
    started = time.process_time()
    accept = XLSX_TYPE if form == "xlsx" else "text/csv"
    refused = Client(reports.app, {**bearer("analyst"), "accept": accept}).get(f"/v1/admin/reports/sales?from=2026-02-01&to={last}&by=sku")
    print(f"{form}: {refused.status} {refused.code} after {time.process_time() - started:.1f} s CPU: {refused.text[:300]}", flush=True)
    for name in ("_plan", "_rows", "part_of", "put_stream"):
        _timed(run, name)
    started, staff = time.process_time(), Client(reports.app, bearer("analyst"))
    job = staff.post("/v1/admin/report_exports", {"from": "2026-02-01", "to": str(last), "by": ["sku"], "format": form}).json
    while staff.get(f"/v1/admin/report_exports/{job['id']}").json["state"] not in ("succeeded", "failed"):
        run_jobs(reports.report_jobs)
    done = staff.get(f"/v1/admin/report_exports/{job['id']}").json
    size = size_of(f"jobs/report_exports/{job['id']}/sales.{'xlsx' if form == 'xlsx' else 'csv.gz'}")
    print(f"{form}: {done['state']}, {done['progress']}, {size} bytes, {_since(started)} s CPU, {_most()} MB at most", flush=True)


def _timed(module: Any, name: str) -> None:
    work = getattr(module, name)

    def timed(*given: Any, **named: Any) -> Any:
        started = time.process_time()
        try:
            return work(*given, **named)
        finally:
            print(f"  {name}: {time.process_time() - started:.2f} s CPU, {_most()} MB", flush=True)

    if work.__name__ != "timed":
        setattr(module, name, timed)


def _since(started: float) -> str:
    return f"{time.process_time() - started:.1f}"


def _most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
