"""What nobody ordered and nobody has can go for good; everything else is archived. X46 (delete, duplicate)"""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog.lifecycle import delete_product as deleting
from functions.catalog.store.records import product_pk
from functions.shared.events.envelope import SYSTEM
from functions.shared.store.transactions import transact
from functions.stock import StockLine, release_writes, reserve_writes
from tests.integration.catalog.support import (
    catalogue_items,
    cny,
    created,
    follow_stock,
    made,
    product_body,
    published,
    sized,
    staff,
    stocked,
)
from tests.support.http import Answer, Client
from tests.support.races import in_between


def delete(product: dict[str, Any], headers: dict[str, str] | None = None, who: Client | None = None) -> Answer:
    return (who or staff()).call("DELETE", f"/v1/admin/products/{product['id']}", None, headers)


def items_of(product: dict[str, Any]) -> list[str]:
    """What the table holds of it, but its events."""
    names = [product["id"], product["slug"], *(v[name] for v in product["variants"] for name in ("id", "sku", "barcode") if v[name])]
    return [key for key in catalogue_items() if "EVT#" not in key and any(name in key for name in names)]


def emptied(variant_id: str, by: int) -> None:
    made(staff().post(f"/v1/admin/stock/{variant_id}/adjust", {"delta": -by, "reason": "count"}))


def test_a_draft_goes_with_its_names_and_what_counted_it() -> None:
    brand = made(staff().post("/v1/admin/brands", {"name": {"en": "Maker"}}))
    category = made(staff().post("/v1/admin/categories", {"name": {"en": "Boards"}}))
    body = sized("S", "M", brand_id=brand["id"], category_id=category["id"], external_id="ext-gone")
    body["variants"][0]["barcode"] = "4006381333931"
    product = made(staff().post("/v1/admin/products", body))
    assert delete(product).status == 204
    assert items_of(product) == []
    assert staff().get(f"/v1/admin/products/{product['id']}").status == 404
    again = made(staff().post("/v1/admin/products", body | {"slug": product["slug"]}))
    assert [again["slug"], again["variants"][0]["barcode"]] == [product["slug"], "4006381333931"]
    assert delete(again).status == 204
    assert staff().delete(f"/v1/admin/brands/{brand['id']}").status == 204
    assert staff().delete(f"/v1/admin/categories/{category['id']}").status == 204
    told = [item["body"]["S"] for key, item in catalogue_items().items() if key.startswith(f"{product_pk(product['id'])} EVT#")]
    assert any('"product.deleted"' in one for one in told)


def test_what_is_on_sale_is_taken_off_first_and_what_lies_there_counted_to_zero() -> None:
    product = published()
    variant = product["variants"][0]["id"]
    assert (delete(product).status, delete(product).code) == (409, "product_on_sale")
    made(staff().post(f"/v1/admin/products/{product['id']}/unpublish"))
    refused = delete(product)
    assert (refused.status, refused.code) == (409, "product_in_stock")
    assert "Archive it instead" in refused.json["detail"]
    emptied(variant, 100)
    assert delete(product).status == 204
    assert items_of(product) == []


def test_what_somebody_ordered_stays_although_nothing_is_left_of_it() -> None:
    product = published()
    variant = product["variants"][0]["id"]
    transact(reserve_writes([StockLine(variant, 1)], cause="order-1", reason="order", actor=SYSTEM))
    transact(release_writes([StockLine(variant, 1)], cause="order-1-off", reason="cancelled", actor=SYSTEM))
    # The stream of the stock table brings journal entries to their variants.
    follow_stock()
    emptied(variant, 100)
    made(staff().post(f"/v1/admin/products/{product['id']}/unpublish"))
    refused = delete(product)
    assert (refused.status, refused.code) == (409, "product_ordered")
    assert made(staff().post(f"/v1/admin/products/{product['id']}/archive"))["status"] == "archived"


def test_stock_that_comes_while_it_is_deleted_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    product = created()
    in_between(monkeypatch, deleting, "unsold_checks", lambda: stocked(product["variants"][0]["id"], 3))
    assert delete(product).code == "product_in_stock"
    assert staff().get(f"/v1/admin/products/{product['id']}").status == 200


def test_pieces_that_move_while_it_is_deleted_are_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    product = created()
    variant = product["variants"][0]["id"]
    stocked(variant, 3)
    emptied(variant, 3)
    in_between(monkeypatch, deleting, "unsold_checks", lambda: stocked(variant, 1))
    assert delete(product).code == "product_in_stock"


def test_an_edit_in_between_is_not_lost_in_the_deletion(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is published meanwhile: then it stays."""
    product = created()
    url = f"/v1/admin/products/{product['id']}"
    in_between(monkeypatch, deleting, "product_record", lambda: made(staff().patch(url, {"tags": ["new"]})))
    assert delete(product, {"If-Match": f'"{product["version"]}"'}).status in (409, 412)
    assert staff().get(url).json["tags"] == ["new"]


def test_too_many_variants_for_one_step_are_archived() -> None:
    product = created(**sized(*(f"s{n}" for n in range(40))))
    url = f"/v1/admin/products/{product['id']}"
    made(staff().patch(url, {"options": [{"name": "尺码", "values": [f"s{n}" for n in range(100)]}]}))
    for start in (40, 70):
        sizes = [f"s{n}" for n in range(start, start + 30)]
        more = [{"sku": f"{product['id']}-{size}", "options": {"尺码": size}, "price": cny(100)} for size in sizes]
        made(staff().post(f"{url}/variants", {"variants": more}))
    refused = delete(product)
    assert (refused.status, refused.code) == (409, "product_too_large")


def test_what_is_archived_leaves_the_lists_and_comes_back_off_sale() -> None:
    product = published()
    url = f"/v1/admin/products/{product['id']}"
    assert staff().post(f"{url}/restore").code == "illegal_transition"
    assert made(staff().post(f"{url}/archive"))["status"] == "archived"
    assert product["id"] not in [one["id"] for one in staff().get("/v1/admin/products?limit=100").json["data"]]
    assert [one["id"] for one in staff().get("/v1/admin/products?status=archived").json["data"]] == [product["id"]]
    assert staff().post(f"{url}/publish").code == "illegal_transition"
    assert staff().post(f"{url}/unpublish").code == "illegal_transition"
    assert made(staff().post(f"{url}/restore"))["status"] == "unpublished"
    assert made(staff().post(f"{url}/publish"))["status"] == "published"


@pytest.mark.parametrize("step", ["archive", "duplicate"])
def test_of_another_merchant_s_goods_or_of_none_there_is_nothing_to_change(step: str) -> None:
    missing = "prod_01JD0000000000000000000000"
    assert staff().post(f"/v1/admin/products/{missing}/{step}", {} if step == "duplicate" else None).status == 404
    assert staff().delete(f"/v1/admin/products/{missing}").status == 404
    assert staff("analyst").delete(f"/v1/admin/products/{missing}").status == 403


def test_a_deletion_that_is_sent_twice_is_answered_twice() -> None:
    product = made(staff().post("/v1/admin/products", product_body()))
    key, who = {"Idempotency-Key": "delete-once-1"}, staff()
    assert [delete(product, key, who).status for _ in range(2)] == [204, 204]
