"""The whole path of a purchase, from the catalogue to the report."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
from datetime import date, timedelta
from typing import Any

from infra.compose import ROOT
from tests.journeys.shopper import Shop, eventually, somebodys_address


def test_a_guest_buys_and_everything_follows(shop: Shop) -> None:
    """A03, C02, D04, D07, D11, E09, F02, F04, D14, P07, M01: one purchase, every step through the deployed template."""
    variant = shop.a_variant(stock=5)

    assert shop.get("/v1/categories")["data"]
    product = eventually(
        lambda: shop.get(f"/v1/products/{variant['product_id']}", Accept_Language="en"),
        lambda p: p["variants"][0]["stock_state"] in {"in_stock", "low_stock"},
        seconds=5,
    )
    assert product["title"].startswith("Test mug")
    assert shop.get(f"/v1/products/{variant['product_id']}", Accept_Language="zh")["title"].startswith("测试杯")

    order, own = shop.placed_order(variant["id"], 2)
    assert shop.stock(variant["id"]) == {"on_hand": 5, "reserved": 2, "available": 3}
    payment = shop.send("POST", f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}, 201, **own)
    assert payment["next_action"]["kind"] == "redirect"
    shop.send("POST", f"/sandbox/payments/sandbox/{payment['reference']}", {"outcome": "pay"})
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")

    shipped = shop.order_when(order["id"], own, lambda o: o["status"] == "fulfilling" and o["shipments"])
    assert shop.stock(variant["id"]) == {"on_hand": 3, "reserved": 0, "available": 3}
    waybill = shipped["shipments"][0]["waybill"]
    for status in ("PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"):
        shop.send("POST", f"/sandbox/couriers/sandbox/{waybill}", {"status": status})
    shop.order_when(order["id"], own, lambda o: o["status"] == "delivered")
    # The last scan may be worked on before the others are: the trace is complete a moment later, and ordered by time all along.
    eventually(
        lambda: [event["status"] for event in shop.get(f"/v1/orders/{order['id']}/tracking", **own)["data"][0]["events"]],
        lambda trace: trace == ["PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"],
    )
    done = shop.send("POST", f"/v1/orders/{order['id']}/confirm_receipt", **own)
    assert done["status"] == "completed"

    timeline = [event["type"] for event in shop.get(f"/v1/orders/{order['id']}/timeline", **own)["data"]]
    assert [t for t in timeline if t.startswith("order.")] == [
        "order.placed",
        "order.paid",
        "order.fulfilling",
        "order.shipped",
        "order.delivered",
        "order.completed",
    ]
    _mails_once(shop, order["number"])
    _in_the_report(shop, variant["sku"], order)


def test_a_checkout_is_two_calls(shop: Shop) -> None:
    """The cart with all that is known, then its order; each function with no more rights than it needs."""
    variant = shop.a_variant(stock=5)
    wish = {
        "currency": "CNY",
        "lines": [{"variant_id": variant["id"], "quantity": 2}],
        "address": somebodys_address(),
        "codes": ["NOSUCH99"],
    }
    offered = shop.send("POST", "/v1/carts", wish, 201)
    own = {"X-Cart-Token": offered["token"]}
    assert "sandbox" in [way["provider"] for way in offered["payment_methods"]]
    assert [one["code"] for one in offered["refused"]] == ["unknown_code"]
    chosen = {"delivery_option_id": offered["delivery_options"][0]["id"], "codes": []}
    cart = shop.send("PUT", f"/v1/carts/{offered['id']}", wish | chosen, **own)
    assert (cart["missing"], cart["refused"]) == ([], [])
    order = shop.send("POST", "/v1/orders", {"cart_id": cart["id"], "preview_hash": cart["preview_hash"]}, 201, **own)
    assert order["totals"]["total"] == cart["totals"]["total"]
    assert shop.stock(variant["id"]) == {"on_hand": 5, "reserved": 2, "available": 3}


def test_the_first_purchase_of_the_readme_with_curl(shop: Shop) -> None:
    (script,) = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        env=os.environ | {"SHOP_URL": shop.base},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    *_, order, mails = done.stdout.splitlines()
    assert '"payment_status":"paid"' in order
    assert "li@example.com" in mails


def _mails_once(shop: Shop, number: str) -> None:
    def subjects() -> list[str]:
        mails = shop.get("/sandbox/mailbox")["data"]
        return sorted(mail["subject"] for mail in mails if number in mail["subject"])

    found = eventually(subjects, lambda s: len(s) >= 5)
    assert len(found) == len(set(found)), found


def _sales(shop: Shop, sku: str) -> list[tuple[int, int, int]]:
    """Of this SKU alone: others buy in this shop too."""
    shop.send("POST", "/sandbox/schedules/reports-hourly")
    today = date.fromisoformat(shop.get("/sandbox/clock")["now"][:10])
    # Some days around today, whatever the store's time zone makes of it.
    since, until = today - timedelta(days=2), today + timedelta(days=3)
    report = shop.get(f"/v1/admin/reports/sales?from={since}&to={until}&by=sku&timezone=UTC&limit=1000", **shop.staff())
    assert report["next_cursor"] is None
    return [(row["orders"], row["units"], row["revenue"]["amount"]) for row in report["data"] if row["key"] == sku]


def _in_the_report(shop: Shop, sku: str, order: dict[str, Any]) -> None:
    revenue = sum(line["total"]["amount"] for line in order["lines"])
    assert eventually(lambda: _sales(shop, sku), bool, seconds=20) == [(1, 2, revenue)]
    today = date.fromisoformat(shop.get("/sandbox/clock")["now"][:10])
    days, staff = {"from": f"{today - timedelta(days=2)}", "to": f"{today + timedelta(days=3)}"}, shop.staff("analyst")
    shop.run("stock-check")
    for name in ("rfm", "campaigns", "coupons"):
        assert shop.get(f"/v1/admin/reports/{name}?from={days['from']}&to={days['to']}", **staff)["totals"]["orders"] >= 0
    turnover = f"/v1/admin/reports/turnover?from={days['from']}&to={days['to']}"
    eventually(lambda: shop.get(turnover, **staff)["nights"], lambda nights: nights >= 1, seconds=60)

    def arrived() -> int:
        shop.run("reports-hourly")
        return int(shop.get(f"/v1/admin/reports/couriers?from={days['from']}&to={days['to']}", **staff)["totals"]["arrived"])

    eventually(arrived, lambda parcels: parcels >= 1, seconds=60)
    job = shop.send("POST", "/v1/admin/report_exports", {**days, "by": ["sku"]}, 202, **staff)
    done = eventually(lambda: shop.get(f"/v1/admin/report_exports/{job['id']}", **staff), lambda found: found["result"], seconds=60)
    assert gzip.decompress(shop.download(done["result"]["url"])).startswith(b"period,start,sku,currency,orders,")


def test_a_parcel_is_called_back_and_its_pieces_leave_in_another_one(shop: Shop) -> None:
    """F01, F02, F03, X12: with each function's own rights."""
    variant = shop.a_variant(stock=5)
    order, own = shop.paid_order(variant["id"])
    booked = shop.order_when(order["id"], own, lambda o: o["status"] == "fulfilling" and o["shipments"], seconds=60)
    staff = shop.staff()
    (parcel,) = shop.get(f"/v1/admin/orders/{order['id']}/shipments", **staff)["data"]
    gone = shop.send("POST", f"/v1/admin/orders/{order['id']}/shipments/{parcel['id']}/cancel", {}, **staff)
    assert (gone["state"], gone["void"]["state"]) == ("cancelled", "done")
    old = booked["shipments"][0]["waybill"]
    assert shop.get(f"/sandbox/couriers/sandbox/{old}")["void"] is True
    again = {"carrier": "sandbox", "lines": [{key: line[key] for key in ("line_id", "quantity")} for line in parcel["lines"]]}
    made = shop.send("POST", f"/v1/admin/orders/{order['id']}/shipments", again, 201, **staff)
    assert made["waybill"] not in (None, old)
    shop.send("POST", f"/sandbox/couriers/sandbox/{made['waybill']}", {"status": "PICKED_UP", "billed_weight_g": 1200})
    shop.order_when(order["id"], own, lambda o: o["status"] == "shipped", seconds=60)
    listed = eventually(
        lambda: shop.get("/v1/admin/shipments?status=PICKED_UP", **staff)["data"], lambda rows: made["id"] in [row["id"] for row in rows]
    )
    assert next(row["billed"]["weight_g"] for row in listed if row["id"] == made["id"]) == 1200

    assert shop.send("PUT", "/v1/admin/carriers/sandbox", {"enabled": False}, **staff)["enabled"] is False
    try:
        cart = {"currency": "CNY", "lines": [{"variant_id": variant["id"], "quantity": 1}], "address": somebodys_address()}
        offered = shop.send("POST", "/v1/carts", cart, 201)
        assert (offered["delivery_options"], [one["code"] for one in offered["refused"]]) == ([], ["address_not_covered"])
    finally:
        shop.send("PUT", "/v1/admin/carriers/sandbox", {"enabled": True}, **staff)
