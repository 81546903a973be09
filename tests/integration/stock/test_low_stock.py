"""C03: falling to the threshold is told once, until there is more again."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from functions.stock.store.records import STOCK_SK, StockRecord
from tests.integration.catalog.support import created, staff, stocked
from tests.integration.stock.projected import projected
from tests.support.events import events_in


def image(variant: str, available: int, version: int, low_at: int | None = None) -> dict[str, Any]:
    own = {} if low_at is None else {"low_at": {"N": str(low_at)}}
    figures = {"available": {"N": str(available)}, "version": {"N": str(version)}}
    return {"pk": {"S": f"VAR#{variant}"}, "sk": {"S": STOCK_SK}, "kind": {"S": "stock"}, **figures, **own}


def follow(variant: str, *levels: int, low_at: int | None = None, twice: bool = True) -> list[int]:
    """The stream tells these levels one after the other, and each twice; what was told as low."""
    changes = [
        {"OldImage": image(variant, old, n + 1, low_at), "NewImage": image(variant, new, n + 2, low_at)}
        for n, (old, new) in enumerate(pairwise(levels))
    ]
    for change in changes:
        projected(change)
        projected(change)
    for change in changes if twice else ():
        projected(change)
    return [one.data["available"] for one in events_in(StockRecord, "stock.low")]


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ((7, 6, 5, 4, 0), [5]),
        ((7, 2, 0, 5, 3), [2]),
        ((6, 5, 6, 5), [5, 5]),
        ((0, 3, 5), []),
        ((3, 9), []),
    ],
)
def test_each_crossing_downward_is_told_once(levels: tuple[int, ...], told: list[int]) -> None:
    """C03: however often the stream repeats itself."""
    assert follow("var_1", *levels) == told


def test_a_variant_has_a_threshold_of_its_own() -> None:
    """C03"""
    assert follow("var_1", 12, 10, 9, low_at=10) == [10]
    assert follow("var_2", 7, 3, 1, low_at=0) == [10]


def test_staff_set_the_threshold() -> None:
    """C03: raising it above what is there is a crossing too."""
    variant = created()["variants"][0]
    url = f"/v1/admin/stock/{variant['id']}/threshold"
    assert staff().put(url, {"low_at": 5}).code == "not_counted"
    stocked(variant["id"], 7)
    before = StockRecord.get(f"VAR#{variant['id']}", STOCK_SK)
    answer = staff().put(url, {"low_at": 10})
    assert (answer.status, answer.json) == (200, {"variant_id": variant["id"], "low_at": 10})
    after = StockRecord.get(f"VAR#{variant['id']}", STOCK_SK)
    projected({"OldImage": before.to_dynamodb_dict(), "NewImage": after.to_dynamodb_dict()})
    assert [one.data["low_at"] for one in events_in(StockRecord, "stock.low")] == [10]
    for bad in (-1, "5", 1.5, True, 10**12):
        assert staff().put(url, {"low_at": bad}).status == 422
    assert staff().put("/v1/admin/stock/unknown/threshold", {"low_at": 1}).status == 404
