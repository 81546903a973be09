"""A guest signs in: nothing of their cart is lost, nothing doubled, however often it is tried."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from functions.orders.app import app
from tests.integration.orders.buyer import ADDRESS, Buyer, a_customer, a_guest, a_variant
from tests.support.http import Answer, Client
from tests.support.identity import bearer


def merged(guest: Buyer, subject: str, **more: Any) -> Answer:
    """With both proofs."""
    return Client(app, guest.client.headers | bearer(subject=subject)).post(f"{guest.cart}/merge", more)


def quantities(cart: Any, part: str = "lines") -> dict[str, int]:
    found = {line["variant_id"]: line["quantity"] for line in cart[part]}
    assert len(found) == len(cart[part]), "a variant stands in two lines"
    return found


def test_the_guests_lines_come_into_the_customers_cart_by_variant_once() -> None:
    """D01"""
    one, two, three, kept = (a_variant() for _ in range(4))
    subject = str(uuid.uuid4())
    customer, guest = a_customer(subject), a_guest(email="guest@example.com")
    for buyer, variant, quantity in ((customer, one, 1), (customer, three, 4), (guest, one, 2), (guest, two, 3), (guest, kept, 1)):
        buyer.add(variant, quantity)
    guest.client.put(f"{guest.cart}/address", ADDRESS)
    line = guest.client.get(guest.cart).json["lines"][2]["id"]
    assert guest.client.patch(f"{guest.cart}/lines/{line}", {"saved": True}).status == 200
    first = merged(guest, subject, into=customer.cart_id)
    assert (first.status, first.json["id"], quantities(first.json)) == (200, customer.cart_id, {one: 3, three: 4, two: 3})
    assert (quantities(first.json, "saved"), first.json["address"]["city"], first.json["email"]) == (
        {kept: 1},
        "杭州市",
        "guest@example.com",
    )
    again = merged(guest, subject)
    assert (again.status, again.json) == (200, customer.client.get(customer.cart).json)
    assert (quantities(again.json), again.json["version"]) == ({one: 3, three: 4, two: 3}, first.json["version"])
    gone = guest.add(one)
    assert (gone.status, gone.code, gone.json["cart_id"]) == (409, "cart_merged", customer.cart_id)
    assert (guest.client.get(guest.cart).json["status"], guest.client.get(guest.cart).json["lines"]) == ("merged", [])


def test_five_merges_at_once_count_once() -> None:
    """D01, X01"""
    variant, subject = a_variant(), str(uuid.uuid4())
    customer, guest = a_customer(subject), a_guest()
    customer.add(variant, 1)
    guest.add(variant, 2)
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: merged(guest, subject), range(5)))
    assert [(a.status, quantities(a.json)) for a in answers] == [(200, {variant: 3})] * 5
    assert quantities(customer.client.get(customer.cart).json) == {variant: 3}


def test_without_a_cart_of_his_own_the_guests_cart_becomes_the_customers() -> None:
    """D01"""
    variant, subject = a_variant(), str(uuid.uuid4())
    guest = a_guest()
    guest.add(variant, 2)
    taken = merged(guest, subject, into=None)
    assert (taken.status, taken.json["id"], taken.json["customer_id"][:4], quantities(taken.json)) == (
        200,
        guest.cart_id,
        "cus_",
        {variant: 2},
    )
    assert guest.client.get(guest.cart).status == 404
    assert merged(guest, subject).json["version"] == taken.json["version"]
    second = a_guest()
    second.add(variant, 1)
    assert (merged(second, subject).json["id"], quantities(merged(second, subject).json)) == (guest.cart_id, {variant: 3})


def test_a_cart_merged_into_itself_becomes_the_customers_with_what_it_holds() -> None:
    """D01"""
    variant, subject, guest = a_variant(), str(uuid.uuid4()), a_guest()
    guest.add(variant, 2)
    taken = merged(guest, subject, into=guest.cart_id)
    assert (taken.status, taken.json["id"], quantities(taken.json), guest.client.get(guest.cart).status) == (
        200, guest.cart_id, {variant: 2}, 404,
    )  # fmt: skip


def test_both_proofs_are_needed() -> None:
    guest, customer, subject = a_guest(), a_customer(), str(uuid.uuid4())
    guest.add(a_variant())
    assert Client(app, bearer(subject=subject)).post(f"{guest.cart}/merge", {}).status == 404
    assert guest.client.post(f"{guest.cart}/merge", {}).status == 401
    assert merged(guest, subject, into=customer.cart_id).status == 404
    assert merged(customer, subject).status == 404
    assert len(guest.client.get(guest.cart).json["lines"]) == 1


def test_carts_of_two_currencies_stay_two() -> None:
    guest, subject = a_guest(currency="USD"), str(uuid.uuid4())
    guest.add(a_variant(currency="USD"))
    customer = a_customer(subject)
    assert merged(guest, subject, into=customer.cart_id).code == "wrong_currency"
    assert merged(guest, subject).json["id"] == guest.cart_id


def test_quantities_stop_at_the_limit_of_a_variant() -> None:
    subject, variant = str(uuid.uuid4()), a_variant(stock=5000)
    customer, guest = a_customer(subject), a_guest()
    customer.add(variant, 600)
    guest.add(variant, 600)
    assert quantities(merged(guest, subject).json) == {variant: 999}
