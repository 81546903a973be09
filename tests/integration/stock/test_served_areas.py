"""C07: a warehouse sends to everywhere or to the areas it names; where couriers collect its parcels stands on it."""

from __future__ import annotations

from typing import Any

import pytest

from functions.shared.places import Written, resolve
from functions.shared.store.records import find_many
from functions.stock import areas_keys, closed_to, shelves_for
from functions.stock.store import served_areas
from tests.integration.catalog.support import made, staff
from tests.integration.orders.buyer import ADDRESS
from tests.integration.stock.test_warehouses import warehouse
from tests.support.races import in_between

HANGZHOU = resolve(Written("CN", "浙江省", "杭州市")).place
BERLIN = resolve(Written("DE", "", "Berlin")).place


def closed(place: Any) -> set[str]:
    return set(closed_to(find_many(areas_keys()), place))


def patched(warehouse_id: str, **body: Any) -> Any:
    return staff("warehouse").patch(f"/v1/admin/warehouses/{warehouse_id}", body)


def test_a_warehouse_serves_what_it_names_by_any_of_its_names() -> None:
    """C07"""
    near, far = warehouse("Near"), warehouse("Far", 2)
    assert closed(HANGZHOU) == set()
    made(patched(near, serves=[{"country": "中国", "province": "Zhejiang"}, {"country": "JP"}]))
    shown = made(patched(far, serves=[{"country": "DE"}]))
    assert shown["serves"] == [{"country": "DE", "province": "", "city": ""}]
    assert (closed(HANGZHOU), closed(BERLIN)) == ({far}, {near})
    looked = shelves_for([])
    assert (looked.serving(HANGZHOU), looked.serving(BERLIN)) == ({"main", near}, {"main", far})
    made(patched(far, active=False))
    assert staff("warehouse").delete(f"/v1/admin/warehouses/{far}").status == 204
    made(patched(near, serves=[]))
    assert (closed(HANGZHOU), closed(BERLIN)) == (set(), set())


def test_a_warehouse_has_an_address_in_its_country_s_form() -> None:
    """C07"""
    near = warehouse("Near")
    address = made(patched(near, address=ADDRESS))["address"]
    assert (address["street"], address["subdivision"]) == (ADDRESS["street"], "CN-ZJ")
    assert made(staff().get(f"/v1/admin/warehouses/{near}"))["address"] == address
    assert made(patched(near, address=None))["address"] is None
    assert patched(near, address=ADDRESS | {"province": "Bayern"}).status == 422
    made_with = staff("warehouse").post("/v1/admin/warehouses", {"name": {"en": "W"}, "address": ADDRESS, "serves": [{"country": "CN"}]})
    assert (made(made_with)["serves"][0]["country"], closed(BERLIN)) == ("CN", {made_with.json["id"]})


@pytest.mark.parametrize(
    "serves",
    [[{"country": "XX"}], [{"country": "CN", "province": "Bavaria"}], [{"province": "Bayern"}], None, [{"country": "CN"}] * 101, "CN"],
)
def test_only_real_places_are_served(serves: Any) -> None:
    """C07"""
    assert patched("main", serves=serves).status == 422


def test_two_warehouses_whose_areas_change_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """C07: neither forgets the other's."""
    first, second, third = (warehouse(name) for name in "abc")
    made(patched(third, serves=[{"country": "FR"}]))
    in_between(monkeypatch, served_areas, "find", lambda: made(patched(first, serves=[{"country": "DE"}])))
    made(patched(second, serves=[{"country": "JP"}]))
    assert closed(HANGZHOU) == {first, second, third}
