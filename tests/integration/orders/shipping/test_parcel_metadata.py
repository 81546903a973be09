"""What integrations keep on parcels."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.shipping import waybills
from functions.orders.store.records import OrdersTable
from functions.shared.outside import fresh
from tests.integration.orders.shipping.test_ship_by_staff import ship
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import TOKEN, an_order, store_order
from tests.support.races import in_between

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


def notes_on(answer: Answer) -> dict[str, Any]:
    return {name: answer.json[name] for name in OWN}


def test_staff_keep_notes_on_a_parcel_later() -> None:
    """X10, F-C11: the trace goes on, and the order's ETag says that there is something new to see."""
    order = store_order(an_order(carrier="manual"))
    made, warehouse = ship(order, {"line_0": 1}), Client(app, bearer("warehouse"))
    buyer, url = Client(app, {"x-order-token": TOKEN}), f"/v1/admin/orders/{order.id}/shipments"
    assert (made.json["metadata"], made.json["private_metadata"], made.json["version"]) == ({}, {}, 1)
    before = buyer.get(f"/v1/orders/{order.id}").headers["etag"]
    noted = warehouse.patch(f"{url}/{made.json['id']}", OWN, If_Match='"1"')
    assert (noted.status, notes_on(noted), noted.headers["etag"], noted.json["version"]) == (200, OWN, '"2"', 2)
    assert buyer.get(f"/v1/orders/{order.id}").headers["etag"] != before
    assert warehouse.get(f"{url}/{made.json['id']}").json == noted.json
    assert warehouse.get(url).json["data"] == [noted.json]
    stale = warehouse.patch(f"{url}/{made.json['id']}", {"metadata": {}}, If_Match='"1"')
    assert (stale.code, stale.json["current"]) == ("version_conflict", noted.json)
    assert warehouse.patch(f"{url}/{made.json['id']}", OWN).json == warehouse.patch(f"{url}/{made.json['id']}", {}).json == noted.json
    traced = warehouse.post(f"{url}/{made.json['id']}/trace", {"status": "DELIVERED"})
    assert (notes_on(traced), traced.json["version"]) == (OWN, 3)
    other = warehouse.patch(f"{url}/{made.json['id']}", {"private_metadata": {}}, If_Match='"3"').json
    assert (other["status"], other["metadata"], other["private_metadata"]) == ("DELIVERED", OWN["metadata"], {})
    for path in ("", "/tracking", "/timeline", "/events"):
        answer = buyer.get(f"/v1/orders/{order.id}{path}")
        assert (answer.status, "only-staff" in answer.text) == (200, False)
    told = [(event.data["fields"], event.data["metadata"]) for event in events_in(OrdersTable, "shipment.edited")]
    assert told == [(["metadata", "private_metadata"], OWN["metadata"]), (["private_metadata"], OWN["metadata"])]
    assert "only-staff" not in str(events_in(OrdersTable))
    assert Client(app, bearer("support")).patch(f"{url}/{made.json['id']}", OWN).status == 403
    for wrong in (f"{url}/{fresh.new_id('shp')}", f"/v1/admin/orders/{fresh.new_id('ord')}/shipments/{made.json['id']}"):
        assert (warehouse.patch(wrong, OWN).status, warehouse.get(wrong).status) == (404, 404)


def test_notes_and_a_couriers_message_at_once_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """X10"""
    order = store_order(an_order(carrier="manual"))
    made, warehouse = ship(order, {"line_0": 1}).json, Client(app, bearer("warehouse"))
    url = f"/v1/admin/orders/{order.id}/shipments/{made['id']}"
    in_between(monkeypatch, waybills, "parcels_of", lambda: warehouse.post(f"{url}/trace", {"status": "DELIVERED"}))
    both = warehouse.patch(url, OWN)
    assert (both.json["status"], notes_on(both), both.json["version"]) == ("DELIVERED", OWN, 3)
