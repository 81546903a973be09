"""X45, F03: a variant's size as packed is kept, shown, cleared, and comes in files."""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog import sellables
from tests.integration.catalog.support import cny, created, made, shopper, staff

SIZE = {"length": 300, "width": 200, "height": 100}


def one(**fields: Any) -> dict[str, Any]:
    return {"sku": "BOX", "price": cny(1000)} | fields


def test_a_size_is_shown_kept_when_left_out_and_cleared_by_null() -> None:
    product = created(variants=[one(size_mm=SIZE)], options=[])
    variant_id = product["variants"][0]["id"]
    url = f"/v1/admin/products/{product['id']}"

    def size() -> Any:
        shown = staff().get(url).json["variants"][0]["size_mm"]
        assert sellables([variant_id])[variant_id].sides_mm == (tuple(shown.values()) if shown else ())
        return shown

    assert size() == SIZE
    made(staff().patch(url, {"variants": [one(price=cny(1100))]}))
    made(staff().patch(f"{url}/variants/{variant_id}", {"weight_g": 5}))
    assert size() == SIZE
    made(staff().patch(url, {"variants": [one(size_mm=None)]}))
    assert size() is None
    made(staff().patch(f"{url}/variants/{variant_id}", {"size_mm": SIZE | {"height": 10_000}}))
    assert size() == SIZE | {"height": 10_000}
    made(staff().patch(f"{url}/variants/{variant_id}", {"size_mm": None}))
    assert size() is None


def test_shoppers_see_it() -> None:
    product = created(variants=[one(size_mm=SIZE)], options=[])
    made(staff().post(f"/v1/admin/stock/{product['variants'][0]['id']}/adjust", {"delta": 3, "reason": "goods received"}))
    made(staff().post(f"/v1/admin/products/{product['id']}/publish"))
    assert shopper().get(f"/v1/products/{product['id']}").json["variants"][0]["size_mm"] == SIZE


@pytest.mark.parametrize(
    ("size", "pointer"),
    [
        ({"length": 300, "width": 200}, "/height"),
        (SIZE | {"width": None}, "/width"),
        (SIZE | {"width": 0}, "/width"),
        (SIZE | {"width": 10_001}, "/width"),
        (SIZE | {"width": 1.5}, "/width"),
        (SIZE | {"width": "12"}, "/width"),
        (SIZE | {"depth": 5}, "/depth"),
        ([300, 200, 100], ""),
    ],
)
def test_a_size_that_is_none_is_refused_at_its_place(size: Any, pointer: str) -> None:
    product = created(variants=[one()], options=[])
    url = f"/v1/admin/products/{product['id']}/variants"
    for answer, at in (
        (staff().post(url, {"variants": [one(size_mm=size)]}), "/variants/0/size_mm"),
        (staff().patch(f"{url}/{product['variants'][0]['id']}", {"size_mm": size}), "/size_mm"),
    ):
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, at + pointer), answer.text
