"""A paid order becomes one parcel with one waybill, whatever is repeated and whoever dies in between."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.orders.model.shipment import Shipment
from functions.orders.model.states import Status
from functions.orders.shipping import waybills
from functions.orders.store import shipments
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.shared.plain.tracking import TrackingStatus
from functions.shared.store.transactions import Write
from tests.support.courier import CourierDouble, courier_double
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.orders import an_order, paid_event, store_order, stored


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    with courier_double(monkeypatch) as double:
        yield double


def failures(answer: dict[str, list[str]]) -> int:
    return len(answer["batchItemFailures"])


def test_a_paid_order_gets_one_parcel_however_often_the_event_comes(courier: CourierDouble) -> None:
    """F02, F03"""
    order = store_order(an_order(quantities=(2, 1)))
    assert failures(fulfil(sqs_of_events([paid_event(order)] * 3), None)) == 0
    assert failures(fulfil(sqs_of_events([paid_event(order)]), None)) == 0
    parcels = parcels_of(order.id)
    [parcel] = parcels.shipments
    assert (parcel.waybill, parcel.carrier, parcel.eta) == ("SBX001", "sandbox", "2025-01-04")
    assert [(line.sku, line.quantity) for line in parcel.lines] == [("SKU-0", 2), ("SKU-1", 1)]
    assert parcels.status is Status.FULFILLING
    assert (parcels.record.listed_pk or "").startswith("STATUS#fulfilling#")
    told = [("order.fulfilling", order.id), ("shipment.created", parcel.id), ("shipment.planned", parcel.id)]
    assert sorted((e.type, e.subject) for e in events_in(OrdersTable)) == told
    [request] = courier.requests
    assert request["receiver"]["name"] == "李雷"
    assert "email" not in request["receiver"]
    assert request["notify_url"] == "http://localhost:8000/v1/webhooks/couriers/sandbox"


def test_a_lost_answer_of_the_courier_yields_one_waybill(courier: CourierDouble) -> None:
    """F03"""
    order = store_order(an_order())
    courier.lose_answers = 2
    event = sqs_of_events([paid_event(order)])
    assert failures(fulfil(event, None)) == 0
    [begun] = parcels_of(order.id).shipments
    assert (begun.waiting, begun.asked_again) == ("courier_unavailable", True)
    assert (begun.waybill, parcels_of(order.id).status) == ("", Status.PAID)
    assert failures(fulfil(event, None)) == 0
    [done] = parcels_of(order.id).shipments
    assert (done.id, done.waybill, len(courier.waybills), len(courier.requests)) == (begun.id, "SBX001", 1, 3)


def test_an_answer_that_was_lost_is_asked_for_again_at_once(courier: CourierDouble) -> None:
    """F03"""
    order = store_order(an_order())
    courier.lose_answers = 1
    assert failures(fulfil(sqs_of_events([paid_event(order)]), None)) == 0
    assert ([one.waybill for one in parcels_of(order.id).shipments], len(courier.waybills)) == (["SBX001"], 1)


def test_a_crash_between_courier_and_table_is_made_good_by_the_retry(courier: CourierDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    """F03, X02"""
    order = store_order(an_order())
    event = sqs_of_events([paid_event(order)])

    def dies(*_: object) -> list[Write]:
        raise RuntimeError("power cut")

    with monkeypatch.context() as crash:
        crash.setattr(waybills, "created_writes", dies)
        assert failures(fulfil(event, None)) == 1
    assert [e.type for e in events_in(OrdersTable)] == ["shipment.planned"]
    assert failures(fulfil(event, None)) == 0
    assert [s.waybill for s in parcels_of(order.id).shipments] == ["SBX001"]
    assert sorted(e.type for e in events_in(OrdersTable)) == ["order.fulfilling", "shipment.created", "shipment.planned"]


def test_an_order_cancelled_before_or_meanwhile_is_not_sent(courier: CourierDouble) -> None:
    before = store_order(an_order(), status="cancelled")
    assert failures(fulfil(sqs_of_events([paid_event(before)]), None)) == 0
    assert (parcels_of(before.id).shipments, courier.requests) == ([], [])

    meanwhile = store_order(an_order())
    courier.lose_answers = 2
    event = sqs_of_events([paid_event(meanwhile)])
    fulfil(event, None)
    record = stored(meanwhile)
    record.update([OrderRecord.status.set("cancelled"), OrderRecord.version.set(record.version + 1)])
    assert failures(fulfil(event, None)) == 0
    [parcel] = parcels_of(meanwhile.id).shipments
    assert (parcel.status, parcel.waybill, stored(meanwhile).status) == (TrackingStatus.CANCELLED, "", "cancelled")
    assert events_in(OrdersTable, "shipment.created") == []


def test_a_refusal_of_the_courier_is_told_to_people_not_silence(courier: CourierDouble) -> None:
    order = store_order(an_order())
    courier.refuse = True
    assert failures(fulfil(sqs_of_events([paid_event(order)]), None)) == 0
    assert (stored(order).status, parcels_of(order.id).shipments[0].waiting) == ("paid", "courier_refused")
    assert [one.data["kind"] for one in events_in(OrdersTable, "shipment.exception")] == ["not_booked"]


def test_an_order_for_a_carrier_without_api_waits_for_people(courier: CourierDouble) -> None:
    """In a currency without rates it is sent as it was chosen. It is planned all the same: somebody must pick it."""
    order = store_order(an_order(carrier="manual", currency="AUD"))
    for _ in range(2):
        assert failures(fulfil(sqs_of_events([paid_event(order)]), None)) == 0
    [parcel] = parcels_of(order.id).shipments
    assert (parcel.carrier, parcel.waybill, parcel.planned_at != "") == ("manual", "", True)
    assert (courier.requests, stored(order).version, stored(order).status) == ([], 2, "paid")


def test_two_workers_that_read_the_same_state_do_not_ship_twice(courier: CourierDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    """F02"""
    order = store_order(an_order())
    stale = parcels_of(order.id)
    fulfil(sqs_of_events([paid_event(order)]), None)
    readings = iter([stale])
    monkeypatch.setattr(waybills, "parcels_of", lambda order_id: next(readings, None) or shipments.parcels_of(order_id))
    fulfil(sqs_of_events([paid_event(order)]), None)
    found: list[Shipment] = parcels_of(order.id).shipments
    assert [s.waybill for s in found] == ["SBX001"]
