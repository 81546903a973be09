"""A day is counted in the room that a function has, whatever its texts are."""

from __future__ import annotations

from random import Random

from functions.reports.model.cells import COLUMNS
from functions.reports.model.measures import MEASURES
from functions.reports.store.cells_base import parquet_of

_MANY = {
    "currency": 3,
    "channel": 3,
    "country": 3,
    "customer": 4,
    "reason": 9,
    "category": 8,
    "coupon": 3,
    "campaign": 2,
    "product": 60,
    "sku": 110,
}


def test_long_names_fit() -> None:
    """M01: names of more than twelve letters lie apart from their rows; all sums of a day at once took more than 300 MB for them."""
    chance = Random(1)
    rows: list[dict[str, str | int]] = []
    for number in range(1_000):
        names = {name: f"{name}-of-the-shop-{chance.randrange(many)}" for name, many in _MANY.items()}
        quarter = number * 96 // 1_000
        slot, day = f"2026-11-11T{quarter // 4:02}:{quarter % 4 * 15:02}:00.000Z", f"2026-11-{11 + quarter // 73}"
        known = {"slot": slot, "day": day, "hour": f"{day}T{quarter // 4:02}:00+08:00", "zone": "Asia/Shanghai", "kind": "sale"}
        orders = {"order_id": f"ord_01K9JXVZTRPVJKF5G{number // 3:05}", "buyer": f"ord_01K9JXVZTRPVJKF5G{number // 5:05}"}
        rows.append({**names, **known, **orders, **{name: chance.randrange(100_000) for name in MEASURES}})
    assert {*rows[0]} <= {*COLUMNS}
    assert parquet_of(rows) == parquet_of(rows)
