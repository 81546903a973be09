"""A hold that is extended once, and a guest's order that comes into an account with proof."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.orders import payable
from functions.orders.app import app, run_timers
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.auth.caller import GUEST
from functions.shared.outside import clock
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump
from tests.integration.orders.buyer import NOON, a_variant, an_order, staff, stock_of
from tests.support.events import events_in, sqs
from tests.support.http import Client
from tests.support.identity import bearer

DONE: dict[str, Any] = {"batchItemFailures": []}


def timer_of(order: Any) -> dict[str, Any]:
    return sqs([{"pk": order_pk(order["id"]), "sk": "TIMER#payment_deadline", "due_at": order["payment_deadline"]}])


def test_a_hold_is_extended_once_and_then_ends() -> None:
    """X08"""
    variant = a_variant(stock=5)
    with clock.frozen(NOON):
        order, guest = an_order(variant, 2)
        url = f"/v1/orders/{order['id']}/extend"
        first = guest.post(url, Idempotency_Key="k")
        assert (first.status, first.json["payment_deadline"], first.json["version"]) == (200, "2025-03-10T05:00:00.000Z", 2)
        assert guest.post(url, Idempotency_Key="k").text == first.text
        assert guest.post(url).code == "already_extended"
        assert guest.get(f"/v1/orders/{order['id']}").json == first.json
        assert payable(order["id"], caller=GUEST, order_token=order["token"]).payment_deadline == "2025-03-10T05:00:00.000Z"
    with clock.frozen(NOON + timedelta(minutes=31)):
        assert (run_timers(timer_of(order), None), stock_of(variant)) == (DONE, (3, 2))
    with clock.frozen(NOON + timedelta(minutes=60)):
        assert (run_timers(timer_of(order), None), stock_of(variant)) == (DONE, (5, 0))
    assert [e.type for e in events_in(OrdersTable)] == ["order.placed", "order.hold_extended", "order.cancelled"]


def test_what_is_over_or_anothers_is_not_extended() -> None:
    """X08"""
    with clock.frozen(NOON):
        order, guest = an_order(a_variant())
        url = f"/v1/orders/{order['id']}/extend"
        assert (Client(app).post(url).status, staff("warehouse").post(url).status) == (404, 403)
        assert guest.post(url, if_match='"7"').code == "version_conflict"
    with clock.frozen(NOON + timedelta(minutes=30)):
        assert guest.post(url).code == "hold_expired"
        guest.post(f"/v1/orders/{order['id']}/cancel")
        assert guest.post(url).code == "not_pending_payment"
    assert events_in(OrdersTable, "order.hold_extended") == []


def a_known_customer(email: str | None) -> dict[str, str]:
    subject = str(uuid.uuid4())
    customer = Customer(ids.customer_id(subject), email, "Li", "zh", "2025-01-01T00:00:00.000Z", verified={})
    CustomerRecord(pk=customer_pk(customer.id), sk=CUSTOMER_SK, kind="customer", body=dump(customer)).save()
    return bearer(subject=subject)


def test_a_guests_order_comes_into_the_account_of_its_address() -> None:
    """X09"""
    order, guest = an_order(a_variant())
    who = a_known_customer("Buyer@Example.com")
    customer, url = Client(app, who), f"/v1/orders/{order['id']}"
    claimed = customer.post(f"{url}/claim", x_order_token=order["token"])
    assert (claimed.status, claimed.json["customer_id"][:4], claimed.json["version"]) == (200, "cus_", 2)
    assert customer.get(url).json == claimed.json
    assert [o["id"] for o in customer.get("/v1/orders").json["data"]] == [order["id"]]
    assert (guest.get(url).status, customer.post(f"{url}/claim").json) == (404, claimed.json)
    assert [e.type for e in events_in(OrdersTable)] == ["order.placed", "order.claimed"]


@pytest.mark.parametrize("email", ["other@example.com", None])
def test_without_proof_of_the_address_it_stays_the_guests(email: str | None) -> None:
    """X09"""
    order, guest = an_order(a_variant())
    url = f"/v1/orders/{order['id']}"
    known, unknown = Client(app, a_known_customer(email)), Client(app, bearer())
    for client in (known, unknown):
        assert client.post(f"{url}/claim", x_order_token=order["token"]).code == "email_not_proven"
    assert (Client(app, a_known_customer("buyer@example.com")).post(f"{url}/claim").status, guest.post(f"{url}/claim").status) == (404, 401)
    assert staff().post(f"{url}/claim").status == 404
    assert guest.get(url).json["customer_id"] is None
