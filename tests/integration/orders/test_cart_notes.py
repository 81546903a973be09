"""X10: what staff keep on carts, and buyers on their lines; the order takes both over, and no buyer sees what is private."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.orders.carts import note_cart
from functions.orders.checkout import place_order
from functions.orders.store.records import OrdersTable
from functions.shared.outside import fresh
from tests.integration.catalog.support import made
from tests.integration.orders.buyer import Buyer, a_customer, a_guest, a_variant, staff
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.races import in_between

SECRET = "only-staff-know-this"
PRIVATE = {"erp": SECRET}


def notes(buyer: Buyer) -> str:
    return f"/v1/admin/carts/{buyer.cart_id}"


def add(buyer: Buyer, variant: str, metadata: dict[str, str], quantity: int = 1) -> Answer:
    return buyer.client.post(f"{buyer.cart}/lines", {"variant_id": variant, "quantity": quantity, "metadata": metadata})


def of_lines(cart: Any) -> list[dict[str, str]]:
    return [line["metadata"] for line in cart["lines"]]


def test_staff_keep_notes_on_a_cart_that_the_order_takes_over() -> None:
    """F-C11: the buyer's part is the buyer's, the private one is theirs; neither changes what the other wrote."""
    buyer = a_guest(metadata={"from": "app"})
    add(buyer, a_variant(), {"engraving": "Ada"})
    seen = staff("support").get(notes(buyer))
    assert (seen.json["metadata"], seen.json["private_metadata"]) == ({"from": "app"}, {})
    assert of_lines(seen.json) == [{"engraving": "Ada"}]
    noted = staff().patch(notes(buyer), {"private_metadata": PRIVATE}, If_Match=seen.headers["etag"])
    assert (noted.status, noted.json) == (200, seen.json | {"private_metadata": PRIVATE, "version": seen.json["version"] + 1})
    stale = staff().patch(notes(buyer), {"private_metadata": {}}, If_Match=seen.headers["etag"])
    assert (stale.code, stale.json["current"]) == ("version_conflict", noted.json)
    assert staff().patch(notes(buyer), {"private_metadata": PRIVATE}).json == noted.json, "the same again"
    made(buyer.client.patch(buyer.cart, {"metadata": {"from": "web"}}))
    assert staff().get(notes(buyer)).json["private_metadata"] == PRIVATE
    for answer in (buyer.client.get(buyer.cart), buyer.client.get(f"{buyer.cart}/preview")):
        assert (answer.status, SECRET in answer.text, "private_metadata" in answer.text) == (200, False, False)
    order = made(buyer.ready().place())
    kept = staff().get(f"/v1/admin/orders/{order['id']}").json
    assert (kept["metadata"], kept["private_metadata"]) == ({"from": "web"}, PRIVATE)
    assert SECRET not in str(events_in(OrdersTable)) + str(order)
    assert staff().patch(notes(buyer), {"private_metadata": {}}).code == "cart_already_placed"
    assert (staff().get(notes(buyer)).json["status"], staff().get(notes(buyer)).json["order_id"]) == ("placed", order["id"])


def test_who_may_write_which_part() -> None:
    buyer = a_guest()
    assert buyer.client.patch(buyer.cart, {"private_metadata": PRIVATE}).status == 422
    assert buyer.client.post("/v1/carts", {"private_metadata": PRIVATE}).status == 422
    assert staff().patch(notes(buyer), {"metadata": {"a": "b"}, "private_metadata": {}}).status == 422
    assert staff("warehouse").patch(notes(buyer), {"private_metadata": PRIVATE}).status == 403
    for client, status in ((buyer.client, 401), (a_customer().client, 403)):
        assert (client.get(notes(buyer)).status, client.patch(notes(buyer), {"private_metadata": {}}).status) == (status, status)
    for gone in (fresh.new_id("cart"), "cart_x", "%20"):
        assert staff().get(f"/v1/admin/carts/{gone}").status == 404
    shown = staff().get(notes(buyer)).text
    assert buyer.client.headers["x-cart-token"] not in shown


def test_a_note_in_the_moment_of_placing_is_in_the_order_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = a_guest(), a_guest()
    for buyer in (first, second):
        buyer.add(a_variant())
        buyer.ready()
    in_between(monkeypatch, place_order, "read_cart", lambda: made(staff().patch(notes(first), {"private_metadata": PRIVATE})))
    order = made(first.place())
    assert staff().get(f"/v1/admin/orders/{order['id']}").json["private_metadata"] == PRIVATE
    in_between(monkeypatch, note_cart, "staffs_cart", lambda: made(second.place()))
    assert staff().patch(notes(second), {"private_metadata": PRIVATE}).code == "cart_already_placed"


def test_metadata_of_lines_goes_into_the_order_and_its_events() -> None:
    buyer, (cup, pot) = a_guest(), (a_variant(), a_variant(price=100))
    add(buyer, cup, {"engraving": "Ada", "wrap": "red"})
    cart = made(add(buyer, cup, {"wrap": "blue"}))
    assert of_lines(cart) == [{"engraving": "Ada", "wrap": "blue"}], "one line per variant: what is said later counts"
    buyer.add(pot)
    before = buyer.client.get(buyer.cart)
    hash_before = buyer.ready().preview()["preview_hash"]
    line = f"{buyer.cart}/lines/{before.json['lines'][1]['id']}"
    after = buyer.client.patch(line, {"metadata": {"for": "Bo"}})
    assert of_lines(after.json) == [{"engraving": "Ada", "wrap": "blue"}, {"for": "Bo"}]
    assert after.headers["etag"] != before.headers["etag"], "the version is that of all that is shown"
    assert buyer.preview()["preview_hash"] == hash_before, "the price that was agreed to is the same"
    a_variant(price=90, variant_id=pot)
    for change in ({"quantity": 2}, {"saved": True}, {"saved": False}):
        assert of_lines(made(buyer.client.patch(line, change)))[1:] in ([{"for": "Bo"}], [])
    assert of_lines(buyer.client.get(buyer.cart).json)[1] == {"for": "Bo"}, "also at a new price"
    order = made(buyer.place())
    assert of_lines(order) == of_lines(staff().get(f"/v1/admin/orders/{order['id']}").json) == [*of_lines(cart), {"for": "Bo"}]
    placed = events_in(OrdersTable, "order.placed")[0]
    assert of_lines(placed.data["order"]) == of_lines(order)


def test_metadata_of_lines_is_bounded_for_each_and_for_all() -> None:
    buyer, (cup, pot, pan) = a_guest(), (a_variant(), a_variant(), a_variant())
    fifty = {f"k{n}": "x" for n in range(50)}
    cart = made(add(buyer, cup, fifty))
    assert add(buyer, cup, {"one more": "x"}).code == "too_many_keys"
    assert add(buyer, pot, fifty | {"one more": "x"}).status == 422
    # 30 texts of 500 characters, and again half of that: each line is fine, both together are not.
    long = {f"k{n}": "é" * 250 for n in range(30)}
    made(add(buyer, pot, dict(list(long.items())[:15])))
    refused = add(buyer, pan, long)
    assert (refused.status, refused.code) == (422, "metadata_too_large")
    line = f"{buyer.cart}/lines/{cart['lines'][0]['id']}"
    assert buyer.client.patch(line, {"metadata": long}).code == "metadata_too_large"
    assert buyer.client.patch(line, {"metadata": {}}).status == 200
    assert len(buyer.client.get(buyer.cart).json["lines"]) == 2


def test_carts_that_are_merged_keep_what_both_said_and_the_customers_counts() -> None:
    customer, guest, (cup, pot, pan) = a_customer(str(uuid.uuid4())), a_guest(), (a_variant(), a_variant(), a_variant())
    add(customer, cup, {"both": "customer", "own": "x"})
    add(guest, cup, {"both": "guest", "more": "y"})
    add(guest, pot, {"pot": "z"})
    made(staff().patch(notes(customer), {"private_metadata": {"both": "customer"}}))
    made(staff().patch(notes(guest), {"private_metadata": {"both": "guest"} | PRIVATE}))
    long = {f"k{n}": "é" * 250 for n in range(30)}
    add(guest, pan, long)
    for n in range(3):
        add(customer, a_variant(), {f"{n}{m}": "x" * 400 for m in range(2)})
    both = Client(customer.client.app, customer.client.headers | guest.client.headers)
    cart = made(both.post(f"{guest.cart}/merge", {}))
    merged = {line["variant_id"]: line["metadata"] for line in cart["lines"]}
    assert merged[cup] == {"both": "customer", "own": "x", "more": "y"}
    assert merged[pot] == {"pot": "z"}
    assert merged[pan] == {}, "what there is no room for is left behind: nobody is asked"
    assert staff().get(notes(customer)).json["private_metadata"] == {"both": "customer"} | PRIVATE
    assert SECRET not in str(cart)
