"""F01: a carrier that is switched off somewhere on an order's way: nothing is lost, nothing goes with it, and all is well once it is on."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.shipping.app import app as shipping
from tests.integration.orders.buyer import a_guest, a_variant, captured
from tests.integration.orders.cases.looking import kinds
from tests.integration.orders.money_moves import told
from tests.support.courier import courier_double
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Client
from tests.support.identity import bearer


def switch(on: bool, carrier: str = "sandbox") -> None:
    assert Client(shipping, bearer("owner")).put(f"/v1/admin/carriers/{carrier}", {"enabled": on}).status == 200


def fulfilled() -> None:
    assert fulfil(sqs_of_events(events_in(OrdersTable, "order.paid"))) == {"batchItemFailures": []}


def test_between_option_and_order_it_is_to_be_chosen_again() -> None:
    """F01: at once, in cart and order; on again, the choice stands."""
    buyer = a_guest()
    buyer.add(a_variant(stock=5))
    buyer.ready()
    switch(on=False)
    refused = buyer.place()
    assert (refused.status, refused.code) == (422, "unknown_delivery_option"), refused.text
    cart = buyer.client.get(buyer.cart).json
    assert (cart["missing"], buyer.client.get(f"{buyer.cart}/delivery_options").json.get("data", [])) == (["delivery_option"], [])
    switch(on=True)
    assert buyer.place(buyer.preview()["preview_hash"]).status == 201


def test_between_order_and_plan_it_waits_visibly_and_goes_once_it_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """F01: paid and planned; nobody is asked for a waybill meanwhile, and one is, exactly once, afterwards."""
    with courier_double(monkeypatch) as courier:
        buyer = a_guest()
        buyer.add(a_variant(stock=5))
        order: Any = buyer.ready().place().json
        switch(on=False)
        told(captured(order))
        for _ in range(2):
            fulfilled()
        (parcel,) = parcels_of(order["id"]).shipments
        assert (parcel.waiting, parcel.waybill, courier.requests) == ("carrier_disabled", "", [])
        assert kinds() == ["not_booked"]
        switch(on=True)
        for _ in range(2):
            fulfilled()
        (parcel,) = parcels_of(order["id"]).shipments
        assert (parcel.waybill, courier.live, kinds()) == ("SBX001", ["SBX001"], [])
