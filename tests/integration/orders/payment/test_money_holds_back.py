"""F-A12, F-A13: what is not covered by money, or is disputed, does not leave by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from functions.orders.store.records import OrdersTable
from tests.integration.orders.buyer import a_variant, an_order, staff
from tests.integration.orders.money_moves import decided, disputed, held, told, took
from tests.integration.orders.payment.test_refunds_and_parcels import bought, ship
from tests.support.courier import courier_double
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil


def read(order: Any) -> Any:
    return staff().get(f"/v1/admin/orders/{order['id']}").json


def test_a_dispute_is_seen_and_holds_the_order_back_until_it_is_won(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A13"""
    _, order, guest = bought()
    told(disputed(order), disputed(order))
    page = read(order)
    assert (page["payment_status"], page["payments"][0]["disputes"][0]["status"]) == ("disputed", "open")
    with courier_double(monkeypatch) as courier:
        fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")), None)
        assert (courier.waybills, ship(order, 1).code) == ({}, "order_disputed")
        assert ship(order, 1, ship_disputed=True).status == 201
        told(decided(order, "won"), decided(order, "won"))
        assert read(order)["payment_status"] == "paid"
        fulfil(sqs_of_events(events_in(OrdersTable, "order.dispute_closed")), None)
        assert len(courier.waybills) == 1
    timeline = guest.get(f"/v1/orders/{order['id']}/timeline").json["data"]
    assert [e["type"] for e in timeline if "dispute" in e["type"]] == ["order.disputed", "order.dispute_closed"]
    told(decided(order, "lost"))
    assert read(order)["payment_status"] == "paid"


def test_a_lost_dispute_stays_on_the_order() -> None:
    """F-A13: also when the outcome is told before the opening."""
    _, order, _ = bought()
    told(decided(order, "lost"), disputed(order))
    assert (read(order)["payment_status"], ship(order, 1).code) == ("charged_back", "order_disputed")
    again = decided(order, "lost")
    told(replace(again, data=again.data | {"amount": 7, "opened_at": "2025-03-01T00:00:00.000Z"}))
    assert events_in(OrdersTable, "order.disputed") == []
    assert len(events_in(OrdersTable, "order.dispute_closed")) == 1


def test_a_dispute_about_a_second_payment_is_told_and_is_not_the_orders() -> None:
    _, order, _ = bought()
    told(took(order, "pay_2", order["totals"]["total"]["amount"]), disputed(order, "pay_2"))
    assert (read(order)["payment_status"], ship(order, 1).status) == ("paid", 201)
    (event,) = events_in(OrdersTable, "order.disputed")
    assert event.data["counts"] is False


def test_only_what_its_money_covers_is_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A12: 60.00 of 160.00 are taken and the rest is let go: one piece of 40.00 may leave, the others not."""
    order, _ = an_order(a_variant(stock=9, price=4_000), 4)
    assert order["totals"]["total"]["amount"] == 16_000
    told(held(order, "pay_1", 16_000), took(order, "pay_1", 6_000, part=True))
    with courier_double(monkeypatch) as courier:
        fulfil(sqs_of_events(events_in(OrdersTable, "order.released")), None)
        assert courier.waybills == {}
        refused = ship(order, 2)
        assert (refused.code, refused.json["covered"], refused.json["wanted"]) == ("order_unpaid", 6_000, 8_000)
        assert (ship(order, 1).status, ship(order, 1).code, ship(order, 1, ship_unpaid=True).status) == (201, "order_unpaid", 201)
        told(took(order, "pay_2", 10_000))
        fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")), None)
        assert (len(courier.waybills), read(order)["payment_status"]) == (1, "paid")


def test_cash_on_delivery_and_held_money_cover_all() -> None:
    for on_delivery in (True, False):
        order, _ = an_order(a_variant(), 2)
        told(held(order, "pay_1", order["totals"]["total"]["amount"], on_delivery=on_delivery))
        assert ship(order, 2, waybill=f"SF{order['number']}").status == 201
