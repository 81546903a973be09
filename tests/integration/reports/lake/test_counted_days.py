"""Counted days are kept by column; those of before, row by row, are read as they were."""

from __future__ import annotations

from datetime import date

from functions.reports.rollups.figures import Figures, products
from functions.reports.store.lake_items import CountedDay, counted_days, counted_values, put_counted
from functions.reports.store.records import ReportsTable
from functions.shared.plain.bodies import text_of

ROWS = [
    {"product_id": "", **Figures(9, 1, 2, 3, 4, 0, 1)._asdict()},
    {"product_id": "prod_1", **Figures(5, 1, 2, 3, 4, 0, 1)._asdict()},
    {"product_id": "prod_茶", **Figures(4, 0, 0, 0, 0, 0, 0)._asdict()},
]


def test_days_of_both_shapes_say_the_same() -> None:
    put_counted("products", CountedDay("2026-03-31", ROWS))
    old = text_of({"day": "2026-04-01", "rows": ROWS[:2]})
    ReportsTable(pk="LAKE#products#2026-04", sk="2026-04-01", kind="counted", body=old).save()
    put_counted("products", CountedDay("2026-04-02", []))
    ReportsTable(pk="LAKE#products#2026-04", sk="2026-04-03", kind="counted", body=text_of({"day": "2026-04-03", "rows": []})).save()
    found = counted_days("products", ["2026-03", "2026-04"], "2026-03-31", "2026-04-03")
    assert [(one.day, one.rows) for one in found] == [
        ("2026-03-31", ROWS), ("2026-04-01", ROWS[:2]), ("2026-04-02", []), ("2026-04-03", []),
    ]  # fmt: skip
    by_product, whole = products(date(2026, 3, 31), date(2026, 4, 3))
    assert whole == Figures(18, 2, 4, 6, 8, 0, 2)
    assert by_product == {"prod_1": Figures(10, 2, 4, 6, 8, 0, 2), "prod_茶": Figures(4, 0, 0, 0, 0, 0, 0)}
    assert list(counted_values("products", ("views",), ["2026-04"], "2026-04-01", "2026-04-01")) == [(9,), (5,)]


def test_counting_again_changes_nothing() -> None:
    for _ in range(2):
        put_counted("products", CountedDay("2026-03-31", ROWS))
    (item,) = list(ReportsTable.query("LAKE#products#2026-03"))
    assert counted_days("products", ["2026-03"], "2026-03-31", "2026-03-31") == [CountedDay("2026-03-31", ROWS)]
    assert item.body.count("prod_1") == item.body.count("product_id") == 1
