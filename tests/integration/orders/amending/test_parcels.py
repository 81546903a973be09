"""D09, ADR 51: parcels that have not left are stopped, pick requests with them; then the order is planned anew. Nothing goes twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.orders.amending import amend_order
from functions.orders.app import fulfil
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock
from functions.warehouse.app import app as warehouse_app
from functions.warehouse.app import follow_parcels
from functions.warehouse.store.records import WarehouseTable
from tests.integration.orders.amending.amended import amend, at, less, more, preview, read, ring, sound, total
from tests.integration.orders.buyer import staff
from tests.integration.orders.money_moves import told, took
from tests.integration.orders.planning.shelves import a_warehouse, bought, in_parcels, lying, planned, sums_hold, where
from tests.support.courier import courier_double
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

Patch = pytest.MonkeyPatch
DONE: dict[str, Any] = {"batchItemFailures": []}


@pytest.fixture(autouse=True)
def _one() -> None:
    a_warehouse("w1")


def booked() -> None:
    assert fulfil(sqs_of_events(events_in(OrdersTable, "shipment.planned")), None) == DONE


def picks() -> list[Any]:
    """What the warehouse knows of it all."""
    kinds = ("shipment.planned", "shipment.cancelled")
    assert follow_parcels(sqs_of_events(events_in(OrdersTable, *kinds)), None) == DONE
    found: list[Any] = Client(warehouse_app, bearer("warehouse")).get("/v1/admin/picks?warehouse=w1").json["data"]
    return found


def test_a_new_street_stops_the_parcel_and_the_next_label_has_it(monkeypatch: Patch) -> None:
    variant = lying(w1=5)
    with courier_double(monkeypatch) as courier:
        order = bought(variant, quantity=2)
        planned()
        booked()
        assert [one["state"] for one in picks()] == ["requested"]
        assert amend(order, **at(street="文三路 2 号")).status == 200
        assert (courier.void, in_parcels(order), where(variant)) == (["SBX001"], [], {"w1": 5})
        ring(order, "plan")
        booked()
        assert (in_parcels(order), courier.live) == ([("w1", {variant: 2})], ["SBX002"])
        assert "文三路 2 号" in str(courier.requests[-1])
    assert [sum(line["quantity"] for line in one["lines"]) for one in picks() if one["state"] == "requested"] == [2]
    assert events_in(WarehouseTable, "pick.changed")
    sums_hold([variant], [order])
    assert sound(order)


def test_other_lines_are_planned_when_they_are_paid(monkeypatch: Patch) -> None:
    a, b = lying(w1=5), lying(w1=5)
    with courier_double(monkeypatch):
        order = bought(a, quantity=2)
        planned()
        booked()
        assert amend(order, **more(b)).status == 200
        ring(order, "plan")
        assert in_parcels(order) == [], "not before it is paid"
        told(took(order, "pay_2", 5900))
        ring(order, "plan")
        assert in_parcels(order) == [("w1", {a: 2, b: 1})]
        assert amend(order, **less(order, 1)).status == 200
        ring(order, "plan")
        assert in_parcels(order) == [("w1", {a: 1, b: 1})]
    sums_hold([a, b], [order])
    assert sound(order)


def test_buyers_are_too_late_once_it_is_planned() -> None:
    variant = lying(w1=5)
    order = bought(variant)
    planned()
    guest = Client(staff().app, {"x-order-token": order["token"]})
    for answer in (amend(order, guest, **at(street="x")), preview(order, guest, **at(street="x"))):
        assert (answer.status, answer.code) == (409, "already_planned")
    assert in_parcels(order) == [("w1", {variant: 1})]


def test_a_courier_that_does_not_answer_or_has_collected_it(monkeypatch: Patch) -> None:
    """Nothing is amended, and the pieces stay where they are."""
    variant = lying(w1=5)
    with courier_double(monkeypatch) as courier:
        order = bought(variant, quantity=2)
        planned()
        booked()
        courier.down = True
        assert amend(order, **less(order, 1)).code == "parcel_stopping"
        assert (total(read(order)), in_parcels(order)) == (total(order), [("w1", {variant: 2})])
        courier.down = False
        courier.collected.add("SBX001")
        ring(order, "void")
        assert amend(order, **less(order, 1)).code == "order_shipped"
        assert (total(read(order)), in_parcels(order)) == (total(order), [("w1", {variant: 2})])
    assert sound(order)


def test_stopped_and_then_not_amended_it_is_planned_again(monkeypatch: Patch) -> None:
    """The last piece is sold while the parcel is being stopped."""
    a, b = lying(w1=5), lying(w1=1)
    with courier_double(monkeypatch) as courier:
        order = bought(a)
        planned()
        booked()
        in_between(monkeypatch, amend_order, "stop_parcels", lambda: bought(b))
        assert amend(order, **more(b)).code == "out_of_stock"
        assert in_parcels(order) == []
        ring(order, "plan")
        assert in_parcels(order) == []
        ring_later(order)
        assert in_parcels(order) == [("w1", {a: 1})]
        assert len(courier.void) == 1
    assert total(read(order)) == total(order)


def ring_later(order: Any) -> None:
    with clock.frozen(clock.now() + timedelta(minutes=3)):
        ring(order, "plan")


def test_an_order_on_hold_is_corrected_and_stays_on_hold(monkeypatch: Patch) -> None:
    """ADR 45: a wrong address is often why it is on hold."""
    variant = lying(w1=5)
    with courier_double(monkeypatch):
        order = bought(variant)
        planned()
        assert staff("manager").post(f"/v1/admin/orders/{order['id']}/hold", {"reason": "Wrong street."}).status == 200
        assert amend(order, **at(street="文三路 2 号")).status == 200
        ring(order, "plan")
        assert (read(order)["on_hold"], in_parcels(order)) == (True, [])
        guest = Client(staff().app, {"x-order-token": order["token"]})
        assert amend(order, guest, **at(street="x")).code == "order_on_hold"
        assert staff("manager").post(f"/v1/admin/orders/{order['id']}/release", {}).status == 200
        assert amend(order, guest, **at(street="x")).code == "already_planned", "people have looked at this address"
        ring(order, "review")
        assert in_parcels(order) == [("w1", {variant: 1})]
