"""A signed-in customer goes on with their cart on any device, and sends it to an address that they have saved."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from functions.customers import app as customers
from functions.customers.model.customer import Address, Customer
from functions.customers.store.records import CUSTOMER_SK, AddressRecord, CustomerRecord, address_sk, customer_pk
from functions.orders.app import app
from functions.shared.outside import clock
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump
from functions.shipping.app import app as shipping
from tests.integration.orders.buyer import ADDRESS, Buyer, a_customer, a_guest, a_variant, staff
from tests.support.http import Client
from tests.support.identity import bearer

MINE, BOOK = "/v1/carts/mine", "/v1/me/addresses"


def with_a_book() -> tuple[Buyer, Client]:
    """A customer's cart, and their client at the address book."""
    subject = str(uuid.uuid4())
    customer = Customer(ids.customer_id(subject), "li@example.com", "Li", "zh", "2025-01-01T00:00:00.000Z")
    CustomerRecord(pk=customer_pk(customer.id), sk=CUSTOMER_SK, kind="customer", body=dump(customer)).save()
    return a_customer(subject), Client(customers.app, bearer(subject=subject))


def sent(buyer: Buyer, body: Any) -> Any:
    return buyer.client.put(f"{buyer.cart}/address", body)


def faults(answer: Any) -> list[tuple[str, str]]:
    return [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]]


def test_a_saved_address_is_taken_by_its_id_or_as_it_is_read() -> None:
    """F-D3"""
    buyer, book = with_a_book()
    buyer.add(a_variant())
    saved = book.post(BOOK, ADDRESS | {"label": "家", "phone": "138 0000 0000"}).json
    by_id = sent(buyer, {"address_id": saved["id"]})
    as_read = sent(buyer, saved)
    assert (by_id.status, as_read.status) == (200, 200)
    own = {name: saved[name] for name in by_id.json["address"]}
    assert by_id.json["address"] == as_read.json["address"] == own
    assert own["phone"] == "+8613800000000"
    again = sent(buyer, as_read.json["address"])
    assert (again.status, again.json["address"]) == (200, own)
    listed = book.get(BOOK).json["data"][0]
    assert sent(buyer, listed | {"version": None}).json["address"] == own
    assert sent(buyer, listed | {"country_code": "XX"}).status == 422  # a code of another place is not overlooked
    book.delete(f"{BOOK}/{saved['id']}")
    buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"})
    assert buyer.place().json["address"] == own


def test_nobody_sends_a_parcel_by_another_ones_address_book() -> None:
    """F-D3"""
    buyer, book = with_a_book()
    other, their_book = with_a_book()
    theirs = their_book.post(BOOK, ADDRESS).json["id"]
    gone = book.post(BOOK, ADDRESS).json["id"]
    book.delete(f"{BOOK}/{gone}")
    guest = a_guest()
    for who, address_id in ((buyer, theirs), (buyer, gone), (guest, theirs), (buyer, "adr_"), (buyer, "../x"), (buyer, "😀")):
        refused = sent(who, {"address_id": address_id})
        assert (refused.status, refused.code, faults(refused)) == (422, "unknown_address", [("/address_id", "unknown_address")])
        assert who.client.get(who.cart).json["address"] is None
    assert Client(app, other.client.headers).put(f"{buyer.cart}/address", {"address_id": theirs}).status == 404


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"address_id": ""}, [("/address_id", "string_too_short")]),
        ({"address_id": 7}, [("/address_id", "string_type")]),
        ({"address_id": ["adr_1"]}, [("/address_id", "string_type")]),
        ({"address_id": "adr_1", "name": "Li"}, [("/name", "extra_forbidden")]),
        ({"address_id": None}, [("/name", "missing"), ("/phone", "missing"), ("/country", "missing"), ("/street", "missing")]),
        ({}, [("/name", "missing"), ("/phone", "missing"), ("/country", "missing"), ("/street", "missing")]),
        (ADDRESS | {"planet": "Mars"}, [("/planet", "extra_forbidden")]),
        (ADDRESS | {"phone": "12"}, [("/phone", "string_too_short")]),
    ],
)
def test_what_is_neither_is_refused_where_it_is_wrong(body: Any, pointers: list[tuple[str, str]]) -> None:
    """F-D3"""
    refused = sent(a_customer(), body)
    assert (refused.status, faults(refused)) == (422, pointers)


def test_a_saved_address_that_cannot_be_used_is_refused_at_its_id() -> None:
    """F-D3, D03: one kept before there were rules, and one that nobody delivers to."""
    buyer, book = with_a_book()
    me = buyer.client.get(buyer.cart).json["customer_id"]
    old = Address("adr_" + "0" * 26, "Li", "12", "ZZ", "", "", "", "Street 1", "", "2024-01-01T00:00:00.000Z")
    AddressRecord(pk=customer_pk(me), sk=address_sk(old.id), kind="address", body=dump(old)).save()
    assert {pointer for pointer, _ in faults(sent(buyer, {"address_id": old.id}))} == {"/address_id"}
    paris = ADDRESS | {"country": "FR", "province": "", "city": "Paris", "district": "", "postal_code": "75001"}
    abroad = book.post(BOOK, paris).json["id"]
    assert staff().delete("/v1/admin/shipping_zones/zone_world").status == 204
    assert faults(sent(buyer, {"address_id": abroad})) == [("/address_id", "address_not_covered")]
    assert faults(sent(buyer, paris)) == [("/address", "address_not_covered")]


def test_a_zone_without_any_way_of_delivery_is_told_at_the_address() -> None:
    """D03: not only when the options are asked for."""
    buyer = a_guest()
    assert Client(shipping, bearer("owner")).put("/v1/admin/carriers/sandbox", {"enabled": False}).status == 200
    assert faults(sent(buyer, ADDRESS)) == [("/address", "address_not_covered")]


def test_my_cart_is_found_on_another_device() -> None:
    """F-D3, D03"""
    subject = str(uuid.uuid4())
    phone = Client(app, bearer(subject=subject))
    none = phone.get(MINE)
    assert (none.status, none.code) == (404, "no_cart")
    assert Client(app).get(MINE).status == 401
    first = a_customer(subject)
    first.add(a_variant(), 2)
    a_customer().add(a_variant())
    mine = phone.get(MINE)
    assert (mine.status, mine.json["id"], mine.json["token"]) == (200, first.cart_id, None)
    assert (mine.json, mine.headers["etag"]) == (first.client.get(first.cart).json, first.client.get(first.cart).headers["etag"])
    second = a_customer(subject)
    assert phone.get(MINE).json["id"] == second.cart_id
    second.add(a_variant())
    assert second.ready().place().status == 201
    assert phone.get(MINE).json["id"] == first.cart_id
    with clock.frozen(clock.now() + timedelta(days=91)):
        assert Client(app, bearer(subject=subject)).get(MINE).code == "no_cart"


@pytest.mark.parametrize("named", [True, False])
def test_after_a_merge_it_is_the_cart_that_was_merged_into(named: bool) -> None:
    """F-D3: also when the customer has newer ones, or the guest's became theirs as it was."""
    subject, variant = str(uuid.uuid4()), a_variant()
    older = a_customer(subject)
    guest = a_guest(currency="CNY" if named else "USD")
    a_customer(subject)
    if named:
        guest.add(variant)
    into = {"into": older.cart_id} if named else {}
    both = Client(app, guest.client.headers | bearer(subject=subject))
    merged = both.post(f"{guest.cart}/merge", into)
    assert (merged.status, merged.json["id"]) == (200, older.cart_id if named else guest.cart_id)
    assert Client(app, bearer(subject=subject)).get(MINE).json == merged.json
    if named:
        assert guest.client.get(guest.cart).json["next_steps"] == []
