"""C09, C10, case 2: a parcel that staff made, and that waits for its courier, is picked like one that was planned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from functions.orders.app import app as orders
from functions.orders.app import fulfil
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.warehouse.app import app, follow_parcels
from functions.warehouse.store.records import WarehouseTable
from tests.integration.orders.planning.shelves import a_warehouse, bought, lying, planned
from tests.support.courier import CourierDouble, courier_double
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer

PARCELS = ("shipment.planned", "shipment.cancelled", "shipment.handed_over")


@pytest.fixture(autouse=True)
def courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    a_warehouse("w1")
    with courier_double(monkeypatch) as double:
        yield double


def ship(order: Any, quantity: int, **fields: Any) -> Answer:
    lines = [{"line_id": order["lines"][0]["id"], "quantity": quantity}]
    return staff(orders).post(f"/v1/admin/orders/{order['id']}/shipments", {"carrier": "sandbox", "lines": lines} | fields)


def staff(app: Any) -> Client:
    return Client(app, bearer("warehouse"))


def heard() -> None:
    told = events_in(OrdersTable, *PARCELS)
    for events in (told, told[::-1]):
        assert fulfil(sqs_of_events(events), None) == {"batchItemFailures": []}
        assert follow_parcels(sqs_of_events(events), None) == {"batchItemFailures": []}


def picks() -> dict[str, tuple[str, int, dict[str, int]]]:
    """State, pieces and bins by parcel."""
    found = {}
    for state in ("requested", "picking", "packed", "cancelled"):
        for one in staff(app).get(f"/v1/admin/picks?warehouse=w1&state={state}").json["data"]:
            [line] = one["lines"]
            found[one["shipment_id"]] = (state, line["quantity"], line["bins"])
    whole = staff(app).get("/v1/admin/picks?warehouse=w1&state=all").json["data"]
    assert {one["shipment_id"]: one["state"] for one in whole} == {parcel: state for parcel, (state, _, _) in found.items()}
    return found


def test_a_parcel_that_is_made_again_is_picked_again(courier: CourierDouble) -> None:
    order = bought(lying(w1__A=3), quantity=3)
    planned()
    heard()
    [first] = parcels_of(order["id"]).shipments
    assert staff(orders).post(f"/v1/admin/orders/{order['id']}/shipments/{first.id}/cancel", {}).status == 200
    second = ship(order, 3).json["id"]
    heard()
    assert picks() == {first.id: ("cancelled", 0, {"A": 3}), second: ("requested", 3, {"A": 3})}
    assert [event.data["shipment_id"] for event in events_in(WarehouseTable, "pick.requested")] == [first.id, second]
    assert len(courier.live) == 1


def test_a_parcel_of_some_pieces_leaves_its_plan_the_others_to_pick(courier: CourierDouble) -> None:
    """It is packed, which ends the case that it is not."""
    order = bought(lying(w1__A=5), quantity=5)
    planned()
    own = ship(order, 2).json["id"]
    heard()
    [plan] = [one.id for one in parcels_of(order["id"]).shipments if one.id != own]
    assert {one: found[:2] for one, found in picks().items()} == {own: ("requested", 2), plan: ("requested", 3)}
    [pick] = [one for one in staff(app).get("/v1/admin/picks?warehouse=w1").json["data"] if one["shipment_id"] == own]
    assert staff(app).post(f"/v1/admin/picks/{pick['id']}/scan", {"barcode": pick["lines"][0]["sku"], "quantity": 2}).status == 200
    assert staff(app).post(f"/v1/admin/picks/{pick['id']}/pack").status == 200
    assert fulfil(sqs_of_events(events_in(WarehouseTable, "pick.packed")), None) == {"batchItemFailures": []}
    assert staff(orders).get(f"/v1/admin/orders/{order['id']}/shipments/{own}").json["packed_at"]


def test_what_staff_handed_over_is_not_picked(courier: CourierDouble) -> None:
    order = bought(lying(w1__A=2), quantity=2)
    gone = ship(order, 2, carrier="manual", waybill="M1").json["id"]
    heard()
    assert (picks(), events_in(OrdersTable, "shipment.planned"), parcels_of(order["id"]).shipments[0].id) == ({}, [], gone)


def test_while_its_courier_is_down_it_is_not_picked_and_then_it_is(courier: CourierDouble) -> None:
    order = bought(lying(w1__A=2), quantity=2)
    courier.down = True
    assert ship(order, 2).status == 503
    heard()
    assert picks() == {}
    courier.down = False
    [waiting] = parcels_of(order["id"]).shipments
    assert ship(order, 2).json["id"] == waiting.id
    heard()
    assert picks() == {waiting.id: ("requested", 2, {"A": 2})}
