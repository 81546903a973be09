"""ADR 0018: a key belongs to what was opened or to who signed in; nobody reaches another's answers, whatever headers say."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.store.records import OrdersTable
from tests.integration.orders.buyer import a_customer, a_guest, a_variant, an_order
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer

KEY = "4d7c6a9e-2b0f-4f52-9d0f-3a1b7f6f3c55"
REPLAYED = "idempotent-replayed"


def make_cart(client: Client, body: Any = None, key: str = KEY, **headers: str) -> Answer:
    return client.post("/v1/carts", body or {}, idempotency_key=key, **headers)


@pytest.mark.parametrize("header", ["x_cart_token", "x_order_token"])
def test_a_customers_answer_is_not_had_by_naming_the_customer(header: str) -> None:
    """F-B3: the headers of guests named any scope."""
    subject = str(uuid.uuid4())
    customer = Client(app, bearer(subject=subject))
    made = make_cart(customer)
    caller = "cus_" + subject
    for name in (caller, "cus_" + subject.replace("-", ""), f"customer:{caller}", made.json["id"], f"cart:{made.json['id']}"):
        stolen = make_cart(Client(app), **{header: name})
        assert (stolen.status, REPLAYED in stolen.headers) == ((201, False) if name == caller else (201, True))
        assert stolen.json["id"] != made.json["id"]


def test_a_guests_answer_is_not_had_by_naming_the_address() -> None:
    """F-B3"""
    made = make_cart(Client(app))
    for who in ("guest@127.0.0.1", "guest:", "guest"):
        other = make_cart(Client(app), key=str(uuid.uuid4()), x_cart_token=who)
        assert (other.status, other.json["id"] != made.json["id"]) == (201, True)
    assert make_cart(Client(app), x_cart_token="guest@10.0.0.1").json["id"] == made.json["id"], "headers decide nothing"


def test_two_guests_behind_one_address_neither_share_nor_collide() -> None:
    """F-B3"""
    mine, theirs = make_cart(Client(app)), make_cart(Client(app), {"currency": "CNY"}, key=str(uuid.uuid4()))
    assert (mine.status, theirs.status, mine.json["token"] != theirs.json["token"]) == (201, 201, True)
    assert make_cart(Client(app)).text == mine.text


def test_a_guest_with_a_key_to_be_guessed_is_told_so_and_nothing_is_made() -> None:
    """F-B3"""
    for key in ("1", "cart-1", "x" * 15):
        refused = make_cart(Client(app), key=key)
        assert (refused.status, refused.code) == (422, "weak_idempotency_key")
    assert make_cart(Client(app, bearer()), key="1").status == 201


def test_nothing_can_be_planted_under_a_customers_key() -> None:
    """F-B3: the customer's first call with the key is their own, whatever a stranger sent before."""
    subject = str(uuid.uuid4())
    planted = make_cart(Client(app), x_cart_token=f"cus_{subject}")
    own = make_cart(Client(app, bearer(subject=subject)))
    assert (own.status, REPLAYED in own.headers, own.json["id"] != planted.json["id"]) == (201, False, True)
    assert own.json["token"] is None


def test_a_wrong_token_neither_replays_nor_blocks_what_the_cart_answers() -> None:
    """F-B3: a token counts only after it opened the cart."""
    variant, guest = a_variant(), a_guest()
    line = {"variant_id": variant, "quantity": 1}
    for _ in range(2):
        assert Client(app, {"x-cart-token": "wrong"}).post(f"{guest.cart}/lines", line, idempotency_key="k").status == 404
    first = guest.client.post(f"{guest.cart}/lines", line, idempotency_key="k")
    assert (first.status, REPLAYED in first.headers) == (201, False)
    for stranger in (Client(app), Client(app, {"x-cart-token": "wrong"}), Client(app, bearer()), a_guest().client):
        assert stranger.post(f"{guest.cart}/lines", line, idempotency_key="k").status == 404
    assert guest.client.post(f"{guest.cart}/lines", line, idempotency_key="k").text == first.text


def test_an_orders_token_is_told_again_to_the_holder_of_the_cart_only() -> None:
    """F-B3"""
    guest = a_guest()
    guest.add(a_variant())
    body = {"cart_id": guest.cart_id}
    placed = guest.ready().client.post("/v1/orders", body, idempotency_key="k")
    assert placed.json["token"]
    for stranger in (Client(app), Client(app, {"x-cart-token": "guest@127.0.0.1"}), Client(app, bearer()), a_guest().client):
        refused = stranger.post("/v1/orders", body, idempotency_key="k")
        assert (refused.status, placed.json["token"] in refused.text) == (404, False)
    again = guest.client.post("/v1/orders", body, idempotency_key="k")
    assert (again.text, again.headers[REPLAYED]) == (placed.text, "true")


def test_a_guest_who_signs_in_still_gets_the_first_answer() -> None:
    """F-B3: no line is added twice, no order is lost."""
    guest = a_guest()
    line = {"variant_id": a_variant(), "quantity": 1}
    added = guest.client.post(f"{guest.cart}/lines", line, idempotency_key="k")
    signed_in = Client(app, {**guest.client.headers, **bearer()})
    assert signed_in.post(f"{guest.cart}/lines", line, idempotency_key="k").text == added.text
    placed = guest.ready().client.post("/v1/orders", {"cart_id": guest.cart_id}, idempotency_key="o")
    assert placed.status == 201
    assert signed_in.post("/v1/orders", {"cart_id": guest.cart_id}, idempotency_key="o").text == placed.text
    # The cart is an order now; what was answered before still is.
    assert guest.client.post(f"{guest.cart}/lines", line, idempotency_key="k").text == added.text


def test_an_adopted_cart_keeps_its_answers_and_a_stale_token_beside_the_sign_in_changes_nothing() -> None:
    """F-B3"""
    guest, me = a_guest(), bearer()
    line = {"variant_id": a_variant(), "quantity": 1}
    added = guest.client.post(f"{guest.cart}/lines", line, idempotency_key="k")
    assert Client(app, {**guest.client.headers, **me}).post(f"{guest.cart}/merge", {}, idempotency_key="m").status == 200
    for headers in (me, {**me, "x-cart-token": "undefined"}):
        again = Client(app, headers).post(f"{guest.cart}/lines", line, idempotency_key="k")
        assert (again.text, again.headers[REPLAYED]) == (added.text, "true")
    assert Client(app, me).get(guest.cart).json["lines"][0]["quantity"] == 1


def test_customers_with_the_same_constant_header_do_not_share() -> None:
    """F-B3: apps that send `X-Cart-Token: undefined` for everybody."""
    first, second = a_customer(), a_customer()
    made = [make_cart(Client(app, {**c.client.headers, "x-cart-token": "undefined"}), key="k").json["id"] for c in (first, second)]
    assert made[0] != made[1]


def test_an_orders_token_opens_the_orders_keys_and_staff_have_their_own() -> None:
    """F-B3"""
    order, guest = an_order(a_variant())
    url = f"/v1/orders/{order['id']}/cancel"
    cancelled = guest.post(url, idempotency_key="k")
    assert cancelled.status == 200
    for stranger in (Client(app), Client(app, {"x-order-token": f"order:{order['id']}"}), Client(app, bearer())):
        assert stranger.post(url, idempotency_key="k").status == 404
    assert guest.post(url, idempotency_key="k").text == cancelled.text
    assert REPLAYED not in Client(app, bearer("owner")).post(url, idempotency_key="k").headers
    assert len(list(events_in(OrdersTable, "order.cancelled"))) == 1
