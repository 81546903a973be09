"""F07: how carriers did is counted from our own tracking, parcel by parcel, and weighs as much as staff say."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.store.records import OrdersTable
from functions.shared.events.contracts.orders import ShipmentTracked
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shipping.app import app, count_parcels
from functions.shipping.store import scores as store
from tests.integration.orders.buyer import staff
from tests.integration.orders.planning.shelves import bought, lying, planned
from tests.integration.orders.planning.test_plan_orders import shown
from tests.support.courier import courier_double
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

URL = "/v1/admin/carrier_scores"


def owner() -> Client:
    return Client(app, bearer("owner"))


def told(carrier: str, n: int, *, on_time: bool | None = None, failed: bool = False) -> Envelope:
    at, parcel = "2026-01-01T00:00:00Z", f"shp_{carrier}{n}"
    payload = ShipmentTracked(parcel, "ord_1", "DELIVERED", at, {}, carrier, "standard", on_time, failed)
    return Envelope(f"evt_{carrier}{n}", ShipmentTracked.TYPE, 1, at, parcel, SYSTEM, vars(payload), "")


def counted(*envelopes: Envelope) -> None:
    assert count_parcels(sqs_of_events(envelopes), None) == {"batchItemFailures": []}


def rows() -> dict[str, Any]:
    return {one["carrier"]: one for one in owner().get(URL).json["data"]}


def test_each_parcel_counts_once_however_often_it_is_told() -> None:
    """F07: with ten ordinary parcels counted in, so one late parcel ends nobody."""
    assert owner().get(URL).json == {
        "score_weight": 0, "floor_permille": 0, "suspended": [], "version": 0, "data": [], "next_cursor": None,
    }  # fmt: skip
    events = [told("yto", 1, on_time=True), told("yto", 2, on_time=False), told("yto", 3, failed=True), told("yto", 4)]
    counted(*events, *events)
    counted(*events)
    row = rows()["yto"]
    assert (row["delivered"], row["on_time"], row["failed"]) == (2, 1, 1)
    assert (row["on_time_permille"], row["failed_permille"], row["score"]) == (833, 92, 75)


def test_what_is_counted_is_bounded_and_so_is_the_score() -> None:
    """F07"""
    for n in range(60):
        store.count("ems", "standard", f"a{n}", lambda one: one.broken())
        store.count("sf", "standard", f"b{n}", lambda one: one.arrived(on_time=True))
    assert (rows()["ems"]["score"], rows()["sf"]["score"]) == (12, 98)


def test_a_parcel_that_arrives_is_counted_by_its_event() -> None:
    """F07: from the waybill to the score, by what our own tracking says."""
    patch = pytest.MonkeyPatch()
    order = bought(lying(main=1))
    with courier_double(patch):
        fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")))
    [parcel] = staff().get(f"/v1/admin/orders/{order['id']}/shipments").json["data"]
    for status in ("PICKED_UP", "DELIVERED"):
        url = f"/v1/admin/orders/{order['id']}/shipments/{parcel['id']}/trace"
        assert staff().post(url, {"status": status}).status < 300
    counted(*events_in(OrdersTable, "shipment.tracked"))
    assert (rows()["sandbox"]["delivered"], rows()["sandbox"]["on_time"]) == (1, 1)


def test_two_parcels_of_a_carrier_that_are_counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """F07: neither is lost."""
    in_between(monkeypatch, store, "transact", lambda: counted(told("yto", 1, on_time=True)))
    counted(told("yto", 2, on_time=True))
    assert rows()["yto"]["delivered"] == 2


def test_staff_say_how_much_scores_weigh(monkeypatch: pytest.MonkeyPatch) -> None:
    """F07: 0 takes the cheapest; more takes the dearer carrier that keeps its word, and the plan says so."""
    service = {"code": "standard", "names": {"en": "Standard"}, "days": 1}
    for code, fee in (("yto", 700), ("sto", 750)):
        prices = {"prices": [{"currency": "CNY", "first_fee": fee}]}
        body = {"name": {"en": code}, "adapter": "manual", "services": [service | prices], "enabled": True}
        assert owner().put(f"/v1/admin/carriers/{code}", body).status < 300
    counted(*(told("yto", n, on_time=False) for n in range(30)), *(told("sto", n, on_time=True) for n in range(30)))
    first = bought(lying(main=1))
    planned()
    [parcel] = shown(first)["allocation"]["parcels"]
    assert (parcel["dispatch"]["carrier"], parcel["dispatch"]["reason"]) == ("yto", "cheapest in time")
    set_ = owner().put(URL, {"score_weight": 20})
    assert (set_.status, set_.json["version"], set_.json["score_weight"]) == (200, 1, 20)
    second = bought(lying(main=1))
    planned()
    plan = shown(second)["allocation"]
    [parcel] = plan["parcels"]
    assert (plan["score_weight"], parcel["dispatch"]["carrier"]) == (20, "sto")
    assert [(one["carrier"], one["reason"]) for one in parcel["dispatch"]["ranking"][:2]] == [
        ("sto", "best of price and score in time"),
        ("yto", "lower score"),
    ]
    assert owner().put(URL, {"score_weight": 5}, If_Match='"7"').status == 409
    in_between(monkeypatch, store, "scores", lambda: owner().put(URL, {"score_weight": 30}))
    assert owner().put(URL, {"score_weight": 40}).json["version"] == 3


@pytest.mark.parametrize("weight", [-1, 101, 1.5, "5", True, None])
def test_a_weight_that_is_none(weight: Any) -> None:
    assert owner().put(URL, {"score_weight": weight}).status == 422


def test_who_may_set_it() -> None:
    assert staff("warehouse").get("/v1/admin/orders").status == 200
    assert Client(app, bearer("warehouse")).put(URL, {"score_weight": 5}).status == 403
