"""What integrations keep on parcels."""

from __future__ import annotations

from typing import Any

from functions.orders.app import app
from functions.orders.records import OrdersTable
from tests.integration.orders.test_ship_by_staff import ship
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import TOKEN, an_order, store_order

OWN: dict[str, Any] = {"metadata": {"box": "B1"}, "private_metadata": {"erp": "only-staff"}}


def test_a_parcel_keeps_what_integrations_say_of_it_and_buyers_see_the_public_part() -> None:
    """X10, F-C11"""
    order = store_order(an_order(carrier="manual"))
    made = ship(order, {"line_0": 1}, **OWN).json
    url = f"/v1/admin/orders/{order.id}/shipments/{made['id']}/trace"
    traced = Client(app).call("POST", url, {"status": "DELIVERED"}, bearer("warehouse")).json
    for parcel in (made, traced):
        assert (parcel["id"], {name: parcel[name] for name in OWN}) == (parcel["shipment_id"], OWN)
    buyer = Client(app, {"x-order-token": TOKEN})
    for answer in (buyer.get(f"/v1/orders/{order.id}/tracking"), buyer.get(f"/v1/orders/{order.id}")):
        parcel = answer.json.get("data", answer.json.get("shipments"))[0]
        assert (parcel["id"], parcel["shipment_id"], parcel["metadata"]) == (made["id"], made["id"], OWN["metadata"])
        assert "only-staff" not in answer.text
    told = [event.data for event in events_in(OrdersTable) if event.type in ("shipment.created", "shipment.tracked")]
    assert [data["metadata"] for data in told] == [OWN["metadata"]] * 2
    assert "only-staff" not in str([event.data for event in events_in(OrdersTable)])
