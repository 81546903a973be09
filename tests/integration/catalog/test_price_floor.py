"""No price below cost and margin, whichever way prices and costs are written."""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog import check_price_of
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import Money
from tests.integration.catalog.support import cny, created, made, staff


def scheduled(product: dict[str, Any], role: str = "owner", **body: Any) -> Any:
    return staff(role).post(f"/v1/admin/products/{product['id']}/scheduled_prices", body)


def test_no_price_below_cost_and_margin_unless_the_caller_may() -> None:
    """B08"""
    made(staff().put("/v1/admin/price_floor", {"basis_points": 1000}))
    assert staff().get("/v1/admin/price_floor").json == {"basis_points": 1000, "rates": {}, "version": 1}
    assert staff("catalog_editor").put("/v1/admin/price_floor", {"basis_points": 0}).status == 403
    editor, owner = staff("catalog_editor"), staff("owner")
    product = created(variants=[{"sku": "floor-1", "price": cny(1100), "cost": cny(1000)}])
    variant, url = product["variants"][0], f"/v1/admin/products/{product['id']}"
    assert (variant["cost"], variant["price"]) == (cny(1000), cny(1100))
    for refused in (
        editor.patch(f"{url}/variants/{variant['id']}", {"price": cny(1099)}),
        editor.patch(f"{url}/variants/{variant['id']}", {"cost": cny(1001)}),
        editor.post("/v1/admin/products", {"title": {"en": "x"}, "variants": [{"sku": "f2", "price": cny(1), "cost": cny(1)}]}),
        scheduled(product, "catalog_editor", kind="discount", price=cny(1099), ends_at="2040-01-01T00:00:00"),
    ):
        assert (refused.status, refused.code) == (422, "price_below_floor")
    assert staff().get(url).json["version"] == 1
    made(owner.patch(f"{url}/variants/{variant['id']}", {"price": cny(1099)}))
    made(editor.patch(f"{url}/variants/{variant['id']}", {"weight_g": 1}))


def test_nobody_lets_the_cost_go_to_get_below_the_floor() -> None:
    """F-A17: what counts is the result, by the higher of the old and the new cost, whichever way both are written."""
    editor, owner = staff("catalog_editor"), staff("owner")
    product = created(variants=[{"sku": "floor-2", "price": cny(1100), "cost": cny(1000)}])
    variant, url = product["variants"][0], f"/v1/admin/products/{product['id']}"
    one = f"{url}/variants/{variant['id']}"
    usd = {"amount": 100, "currency": "USD"}
    whole = {"sku": "floor-2"}
    for change, code in (
        ({"cost": None, "price": cny(1)}, "price_below_floor"),
        ({"cost": cny(0), "price": cny(0)}, "price_below_floor"),
        ({"cost": cny(500), "price": cny(999)}, "price_below_floor"),
        ({"cost": None}, "cost_lowered"),
        ({"cost": cny(999)}, "cost_lowered"),
        ({"cost": usd}, "cost_currency"),
        ({"prices": [{"price": usd}]}, "no_rate"),
    ):
        refused = editor.patch(one, change)
        assert (refused.status, refused.code) == (422, code), change
        assert editor.patch(url, {"variants": [{"price": cny(1100)} | whole | change]}).code == code
    assert scheduled(product, "catalog_editor", kind="change", price=cny(999), starts_at=None).code == "price_below_floor"
    assert owner.patch(one, {"cost": usd}).code == "cost_currency"
    assert owner.get(url).json["version"] == 1
    made(owner.patch(one, {"cost": None, "price": cny(1)}))


def test_prices_are_compared_with_a_cost_in_another_currency_by_a_rate() -> None:
    """F-A17"""
    editor, owner = staff("catalog_editor"), staff("owner")
    made(owner.put("/v1/admin/price_floor", {"basis_points": 1000, "rates": {"CNY": "1", "USD": "7.10", "JPY": "0.05"}}))
    cost = {"amount": 1000, "currency": "USD"}
    variant = {"sku": "floor-3", "price": cny(7810), "cost": cost, "prices": [{"price": {"amount": 1562, "currency": "JPY"}}]}
    product = made(editor.post("/v1/admin/products", {"title": {"en": "x"}, "variants": [variant]}))
    one = f"/v1/admin/products/{product['id']}/variants/{product['variants'][0]['id']}"
    assert editor.patch(one, {"price": cny(7809)}).code == "price_below_floor"
    assert editor.patch(one, {"prices": [{"price": {"amount": 1561, "currency": "JPY"}}]}).code == "price_below_floor"
    assert editor.patch(one, {"cost": cny(7100), "weight_g": 2}).status == 200, "the same cost in other money"
    for rates in ({"USD": "0"}, {"USD": "-1"}, {"USD": "x"}, {"XXQ": "1"}, {"USD": "1e5"}):
        assert owner.put("/v1/admin/price_floor", {"basis_points": 0, "rates": rates}).status == 422


def test_the_floor_is_set_under_its_version() -> None:
    """F-A17, X23: a stale write changes nothing; saying the same again is no new version."""
    owner, path = staff("owner"), "/v1/admin/price_floor"
    assert owner.get(path).headers["etag"] == '"0"'
    assert made(owner.put(path, {"basis_points": 5}, If_Match='"0"'))["version"] == 1
    assert made(owner.put(path, {"basis_points": 5}, If_Match='"1"'))["version"] == 1
    assert made(owner.put(path, {"basis_points": 6}, If_Match='"1"'))["version"] == 2
    stale = owner.put(path, {"basis_points": 0}, If_Match='"1"')
    assert (stale.status, stale.code) == (409, "version_conflict")
    assert owner.get(path).json["basis_points"] == 6


def test_a_flash_price_keeps_to_the_floor_too() -> None:
    """F-A17: whoever schedules it without the right to override."""
    product = created(variants=[{"sku": "floor-4", "price": cny(1100), "cost": cny(1000)}])
    variant_id = product["variants"][0]["id"]
    with pytest.raises(Invalid, match="below cost"):
        check_price_of(variant_id, Money(999, "CNY"), override=False)
    with pytest.raises(Invalid, match="no price in USD"):
        check_price_of(variant_id, Money(999, "USD"), override=False)
    check_price_of(variant_id, Money(1000, "CNY"), override=False)
    check_price_of(variant_id, Money(1, "CNY"), override=True)
