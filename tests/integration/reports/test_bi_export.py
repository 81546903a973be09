"""M12: each night the days that are over are files with a schema, whose rows and sums are those of the source."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from functions.reports.app import attribution_nightly, lake_events, lake_hourly, rollup_hourly
from functions.reports.bi import export_days
from functions.reports.bi.export_days import MANIFEST, SCHEMA_FILE, bi_key
from functions.reports.store.lake_files import keys_under, put_file
from functions.reports.store.level_items import put_levels
from functions.shared.events.contracts.payments import PaymentCaptured
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock
from functions.shared.outside.objects import delete_object, get_object
from functions.shared.plain import times
from tests.integration.reports.test_sales_report import NOON, cancelled, paid, record, report
from tests.support.events import sqs_of_events
from tests.support.orders import an_order

DAY = "2025-01-01"
NIGHT = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def night() -> dict[str, Any]:
    with clock.frozen(NIGHT):
        lake_hourly({}, None)
        rollup_hourly({}, None)
        attribution_nightly({}, None)
        return dict(json.loads(get_object(MANIFEST) or b""))


def rows(table: str, day: str = DAY) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """What the file says to somebody who knows nothing of us, and the types of its columns."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "part.parquet"
        path.write_bytes(get_object(bi_key(table, day)) or b"")
        with duckdb.connect() as base:
            kinds = {one[0]: one[1] for one in base.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()}
            found = base.execute(f"SELECT * FROM '{path}'").fetchall()
    return [dict(zip(kinds, row, strict=True)) for row in found], kinds


def test_files_say_what_the_source_says() -> None:
    """M12"""
    sold, sorry = an_order(), an_order()
    told = [paid(sold), replace(paid(sorry), id="evt_2"), cancelled(sorry, "paid", NOON)]
    at = times.iso(NOON)
    money = PaymentCaptured("pay_1", sold.id, "stripe", "ref", sold.summary().total, sold.currency, at)
    record(*told, Envelope("evt_money", money.TYPE, 1, at, "pay_1", SYSTEM, asdict(money)))
    lake_events(sqs_of_events(told), None)
    put_levels(DAY, "2025-01-01T19:00:00.000Z", {"var_b": 0, "var_a": 7})
    days = night()

    schema = json.loads(get_object(SCHEMA_FILE) or b"")["tables"]
    assert set(schema) == set(days[DAY]["tables"]) == {"orders", "lines", "payments", "stock", "events"}
    for table, said in schema.items():
        found, kinds = rows(table)
        assert {column["name"]: column["type"] for column in said["columns"]} == kinds, table
        assert all(column["about"] for column in said["columns"])
        assert days[DAY]["tables"][table]["rows"] == len(found), table
        sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in found:
            for name in next(iter(days[DAY]["tables"][table]["sums"].values()), {}):
                sums[row.get("currency", "")][name] += row[name]
        assert days[DAY]["tables"][table]["sums"] == sums, table

    orders, lines, events = rows("orders")[0], rows("lines")[0], rows("events")[0]
    (whole,) = report().json["totals"]
    for name in ("revenue", "shipping", "subtotal"):
        assert sum(row[name] for row in orders) == sum(row[name] for row in lines) == whole[name]["amount"], name
    assert sum(row["orders"] for row in orders) == 2
    assert {(row["kind"], row["order_id"]) for row in orders} == {("sale", sold.id), ("sale", sorry.id), ("cancellation", sorry.id)}
    assert sum(row["taken_back"] for row in orders) == sorry.summary().total
    assert [(row["order_id"], row["captured"], row["kind"]) for row in rows("payments")[0]] == [(sold.id, sold.summary().total, "capture")]
    assert [(row["variant_id"], row["on_hand"]) for row in rows("stock")[0]] == [("var_a", 7), ("var_b", 0)]
    assert {"order.paid", "line.paid", "order.cancelled", "line.cancelled"} == {row["type"] for row in events}
    assert not {"subject", "visitor", "session"} & set(events[0]), "nobody is named"


def test_a_night_again_changes_nothing_and_what_comes_late_is_in_the_next() -> None:
    """M12"""
    first = an_order()
    record(paid(first))
    assert night()[DAY]["tables"]["orders"]["rows"] == 1
    before = {table: get_object(bi_key(table, DAY)) for table in ("orders", "lines")}
    assert night()[DAY]["tables"]["orders"]["rows"] == 1
    assert {table: get_object(bi_key(table, DAY)) for table in before} == before
    record(replace(paid(an_order()), id="evt_late"))
    assert night()[DAY]["tables"]["orders"]["rows"] == 2
    assert len(rows("orders")[0]) == 2


def test_a_night_that_dies_at_any_file_is_made_up_for_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """M12: then all files are as if it had not."""
    record(paid(an_order()))
    night()
    whole = {key: get_object(key) for key in keys_under("bi/")}
    assert {MANIFEST, SCHEMA_FILE, bi_key("orders", DAY)} <= set(whole)
    for key in whole:
        delete_object(key)
    deaths = 0
    while True:
        left = [deaths]

        def dies(key: str, *rest: Any, left: list[int] = left) -> None:
            if left[0] == 0:
                raise SystemExit
            left[0] -= 1
            put_file(key, *rest)

        monkeypatch.setattr(export_days, "put_file", dies)
        try:
            night()
            break
        except SystemExit:
            deaths += 1
    assert deaths >= len(whole)
    assert {key: get_object(key) for key in keys_under("bi/")} == whole


def test_days_that_no_night_came_to_are_exported_by_the_next() -> None:
    """M12: the schedule stood still for longer than events may be late, and on a day of it nothing was sold."""
    night()
    put_levels("2025-01-03", "2025-01-03T19:00:00.000Z", {"var_a": 7})
    with clock.frozen(NIGHT + timedelta(days=20)):
        attribution_nightly({}, None)
        attribution_nightly({}, None)
    assert [(row["variant_id"], row["on_hand"]) for row in rows("stock", "2025-01-03")[0]] == [("var_a", 7)]
