"""A parcel is called back at its courier, and its pieces leave in another one; a carrier that is switched off takes nothing more."""

from __future__ import annotations

from tests.journeys.shopper import Shop, eventually, somebodys_address


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
