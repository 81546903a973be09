"""D12: what an order on hold has prepared is stopped, and sent again once it is released; nothing is sent twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import run_timers
from functions.orders.reviewing import hold_order
from functions.orders.store.order_check import overdue
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.shared.outside import clock
from functions.warehouse.app import app as warehouse_app
from functions.warehouse.app import follow_parcels
from functions.warehouse.store.records import WarehouseTable
from tests.integration.orders.buyer import staff
from tests.integration.orders.planning.shelves import bought, in_parcels, lying, planned, sums_hold, where
from tests.integration.orders.reviewing.held import DONE, OWNER, a_booked_order, booked, cases, replanned, ring, said
from tests.support.courier import courier_double
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

Patch = pytest.MonkeyPatch


def test_held_after_its_waybill_the_parcel_is_stopped_and_planned_anew_when_it_is_released(monkeypatch: Patch) -> None:
    """D12: the courier is told at once; the next parcel has another waybill."""
    variant = lying(w1=5)
    with courier_double(monkeypatch) as courier:
        order = a_booked_order(variant)
        assert said(order, "hold").status == 200
        assert (courier.void, in_parcels(order), where(variant)) == (["SBX001"], [], {"w1": 5})
        booked()
        planned()
        assert (in_parcels(order), overdue(parcels_of(order["id"]), "2030")) == ([], [])
        ring(order)
        assert said(order, "release").status == 200
        ring(order)
        replanned()
        booked()
        assert (in_parcels(order), courier.live) == ([("w1", {variant: 1})], ["SBX002"])
    sums_hold([variant], [order])


def test_a_courier_that_does_not_answer_keeps_the_pieces_until_it_does(monkeypatch: Patch) -> None:
    """D12: released meanwhile, they are planned once they are free."""
    variant = lying(w1=5)
    with courier_double(monkeypatch) as courier:
        order = a_booked_order(variant)
        courier.down = True
        assert said(order, "hold").status == 200
        assert [one["kind"] for one in cases()] == ["void_unanswered"]
        assert said(order, "release").status == 200
        replanned()
        ring(order)
        assert len(in_parcels(order)) == 1, "the old one: nothing is sent twice"
        courier.down = False
        voids = {"pk": order_pk(order["id"]), "sk": "TIMER#void", "due_at": "2025-01-01T00:00:00.000Z"}
        run_timers(sqs([voids]), None)
        assert in_parcels(order) == []
        with clock.frozen(clock.now() + timedelta(minutes=6)):
            ring(order)
        assert in_parcels(order) == [("w1", {variant: 1})]
    sums_hold([variant], [order])


def test_collected_already_it_goes_on_and_people_see_it(monkeypatch: Patch) -> None:
    """D12: a hold that comes too late says so; the rest stays."""
    with courier_double(monkeypatch) as courier:
        order = a_booked_order(lying(w1=5))
        courier.collected.add("SBX001")
        held = said(order, "hold")
        ring(order)
    assert (held.status, held.json["on_hold"], len(in_parcels(order))) == (200, True, 1)
    assert [one["kind"] for one in cases()] == ["void_refused"]


def test_whoever_dies_after_the_hold_is_continued_by_its_timer(monkeypatch: Patch) -> None:
    """D12: until then the courier and the packer are refused all the same."""
    variant = lying(w1=5)
    order = bought(variant)
    planned()
    follow_parcels(sqs_of_events(events_in(OrdersTable, "shipment.planned")), None)
    packer = Client(warehouse_app, bearer("warehouse"))
    (pick,) = packer.get("/v1/admin/picks?warehouse=w1").json["data"]
    assert packer.post(f"/v1/admin/picks/{pick['id']}/scan", {"barcode": "MUG-1"}).status == 200

    def dies(*_: Any, **__: Any) -> None:
        raise RuntimeError("the process ended")

    with monkeypatch.context() as patched:
        patched.setattr(hold_order, "stop_parcels", dies)
        with pytest.raises(RuntimeError):
            hold_order.hold(order["id"], "Why.", caller=OWNER, if_match=None, remember=lambda _: [])
    assert packer.post(f"/v1/admin/picks/{pick['id']}/pack").code == "order_on_hold"
    with courier_double(monkeypatch) as courier:
        booked()
        assert courier.waybills == {}
        ring(order)
    assert (in_parcels(order), where(variant)) == ([], {"w1": 5})
    assert follow_parcels(sqs_of_events(events_in(OrdersTable, "shipment.cancelled")), None) == DONE
    missing = {"lines": [{"line_id": pick["lines"][0]["line_id"], "quantity": 1}]}
    for call, body in (("scan", {"barcode": "MUG-1"}), ("short", missing), ("pack", None)):
        assert packer.post(f"/v1/admin/picks/{pick['id']}/{call}", body).code == "order_on_hold"
    assert events_in(WarehouseTable, "pick.packed") == []


def test_what_has_left_cannot_be_held() -> None:
    """D12: neither can what is cancelled; of an order sent in part the rest can."""
    variant = lying(w1=5)
    order = bought(variant, quantity=2)
    url, line = f"/v1/admin/orders/{order['id']}/shipments", order["lines"][0]["id"]
    assert staff().post(url, {"carrier": "manual", "waybill": "SF1", "lines": [{"line_id": line, "quantity": 1}]}).status == 201
    assert said(order, "hold").status == 200
    assert said(order, "reject").code == "illegal_transition"
    rest = {"carrier": "manual", "waybill": "SF2", "lines": [{"line_id": line, "quantity": 1}]}
    assert staff().post(url, rest).code == "order_on_hold"
    assert said(order, "release").status == 200
    assert staff().post(url, rest).status == 201
    assert said(order, "hold").code == "nothing_to_hold"
