"""X28: a Chinese e-invoice through the deployed template: requested, issued, taken back; the rights of each function."""

from __future__ import annotations

from tests.journeys.shopper import Shop, eventually

SELLER = {
    "id": "cn", "name": "Example Ltd", "street": "Nanjing Rd 1", "city": "Shanghai", "postal_code": "200000", "country": "CN",
    "timezone": "Asia/Shanghai", "tax_number": "91310000775785552L", "fapiao_provider": "sandbox", "goods_code": "1060105020000000000",
    "delivery_code": "3040409030000000000",
}  # fmt: skip
COMPANY = {"kind": "company", "name": "Example Co", "tax_number": "91310000775785552L"}


def test_an_e_invoice_is_issued_and_what_goes_back_is_taken_back(shop: Shop) -> None:
    owner, customer = shop.staff(), shop.customer()
    shop.send("PUT", "/v1/admin/invoice_settings", {"entities": [SELLER]}, **owner)
    shop.send("POST", "/v1/invoice_titles", COMPANY, 201, **customer.own)
    assert shop.get("/v1/invoice_titles", **customer.own)["data"][0]["default"] is True
    variant = shop.a_variant(stock=5)["id"]
    code = f"/v1/admin/goods_codes/{variant}"
    shop.send("PUT", code, {"code": "1070101000000000000"}, **owner)
    assert shop.get(code, **owner)["code"] == "1070101000000000000"
    order, own = shop.paid_order(variant, 2)
    path = f"/v1/orders/{order['id']}/fapiao"
    shop.send("POST", path, {"title": COMPANY}, 201, **own)
    (blue,) = eventually(lambda: shop.get(path, **own)["data"], lambda found: found[0]["status"] == "issued", 60)
    assert (blue["total"], len(blue["number"])) == (order["totals"]["total"], 20)
    line = {"line_id": order["lines"][0]["id"], "quantity": 1}
    shop.send("POST", f"/v1/admin/orders/{order['id']}/refunds", {"lines": [line], "reason": "journey"}, 201, **owner)
    _, red = eventually(lambda: shop.get(path, **own)["data"], lambda found: len(found) == 2 and found[1]["status"] == "issued")
    assert (red["colour"], red["reason"], red["blue_number"]) == ("red", "02", blue["number"])
    shown = shop.get(f"/v1/admin/fapiao/{blue['id']}", **owner)
    assert shown["rows"][0]["goods_code"] == "1070101000000000000"
    assert blue["id"] in {one["id"] for one in shop.get("/v1/admin/fapiao?status=issued&limit=100", **owner)["data"]}
    assert shop.call("POST", f"/v1/admin/fapiao/{blue['id']}/take_back", {"reason": "01"}, **shop.staff("warehouse")).status == 403


def test_they_wait_while_nobody_is_signed_in_and_go_on_afterwards(shop: Shop) -> None:
    owner = shop.staff()
    shop.send("PUT", "/v1/admin/invoice_settings", {"entities": [SELLER]}, **owner)
    order, own = shop.paid_order(shop.a_variant(stock=5)["id"])
    path = f"/v1/orders/{order['id']}/fapiao"
    shop.send("POST", "/sandbox/fapiao/next", {"login_expired": True})
    try:
        made = shop.send("POST", f"/v1/admin/orders/{order['id']}/fapiao", {"title": COMPANY}, 201, **owner)
        eventually(lambda: shop.get("/v1/admin/fapiao", **owner)["data"], lambda found: made["id"] in {one["id"] for one in found})
        assert shop.call("POST", f"/v1/admin/fapiao/{made['id']}/retry", {}, **owner).json["code"] == "not_failed"
    finally:
        shop.send("POST", "/sandbox/fapiao/next", {"login_expired": False})
    shop.run("fapiao-sweep")
    (blue,) = eventually(lambda: shop.get(path, **own)["data"], lambda found: found[0]["status"] == "issued")
    back = shop.send("POST", f"/v1/admin/fapiao/{blue['id']}/take_back", {"reason": "03"}, 201, **owner)
    eventually(lambda: shop.get(f"/v1/admin/fapiao/{back['id']}", **owner), lambda found: found["status"] == "issued")
