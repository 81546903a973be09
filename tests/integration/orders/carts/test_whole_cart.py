"""A whole cart in one call: a checkout is that and the order. What is wrong is told where it stands, and nothing else is lost."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.carts import whole_cart
from functions.orders.store.records import CartRecord
from functions.promotions.app import app as promotions_app
from functions.shared.outside import clock
from tests.integration.orders.buyer import ADDRESS, Buyer, a_customer, a_guest, a_variant, counted, filled_straight, staff, stock_of
from tests.integration.orders.carts.test_my_cart import with_a_book
from tests.integration.promotions.shop import a_coupon
from tests.support.http import Answer, Client
from tests.support.races import in_between

ABROAD = ADDRESS | {"country": "FR", "province": "", "city": "Paris", "district": "", "postal_code": "75001"}
READY: dict[str, Any] = {"currency": "CNY", "address": ADDRESS, "delivery_option_id": "standard", "email": "ada@example.com"}


def lines(*variants: str, quantity: int = 1) -> list[dict[str, Any]]:
    return [{"variant_id": variant, "quantity": quantity} for variant in variants]


def made(**body: Any) -> Answer:
    return Client(app).post("/v1/carts", READY | body)


def put(buyer: Buyer, **body: Any) -> Answer:
    return buyer.client.put(buyer.cart, READY | body)


def held(cart: Any) -> dict[str, int]:
    return {line["variant_id"]: line["quantity"] for line in cart["lines"]}


def told(answer: Answer) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in answer.json["refused"]]


def faults(answer: Answer) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in answer.json["errors"]]


def test_a_checkout_is_two_calls() -> None:
    """The cart with everything, then its order at exactly the price that was shown."""
    one, two = a_variant(price=5900), a_variant(price=700)
    cart = made(lines=[*lines(one, quantity=2), *lines(two)]).json
    buyer = Buyer(Client(app, {"x-cart-token": cart["token"]}), cart["id"])
    assert (held(cart), cart["missing"], cart["refused"], cart["version"]) == ({one: 2, two: 1}, [], [], 1)
    assert [option["id"] for option in cart["delivery_options"]] == ["standard"]
    assert ("manual", "bank_transfer") in [(way["provider"], way["method"]) for way in cart["payment_methods"]]
    placed = buyer.place(cart["preview_hash"])
    assert (placed.status, placed.json["totals"]) == (201, cart["totals"] | {"refunded": cart["totals"]["discount"]})
    assert (stock_of(one), stock_of(two)) == ((18, 2), (19, 1))


def test_what_it_answers_is_what_the_small_calls_answer() -> None:
    one = a_variant(weight_g=300)
    cart = made(lines=lines(one)).json
    buyer = Buyer(Client(app, {"x-cart-token": cart["token"]}), cart["id"])
    small = a_guest()
    small.add(one)
    changing = ("id", "token", "version", "expires_at", "lines", "email")
    shown = buyer.client.get(buyer.cart).json
    assert shown == {name: cart[name] for name in shown} | {"token": None}
    steps = {name: value for name, value in small.ready().client.get(small.cart).json.items() if name not in changing}
    assert steps == {name: cart[name] for name in steps}
    assert cart["delivery_options"] == small.client.get(f"{small.cart}/delivery_options").json["data"]
    assert cart["preview_hash"] == buyer.preview()["preview_hash"]


def test_an_empty_cart_costs_one_request_and_a_whole_one_two() -> None:
    variants = [a_variant() for _ in range(3)]
    with counted() as calls:
        cart = a_guest(email="ada@example.com")
    assert calls == {"PutItem": 1}
    made(lines=lines(*variants))
    with counted() as calls:
        made(lines=lines(*variants))
    assert calls == {"BatchGetItem": 1, "PutItem": 1}
    with counted() as calls:
        put(cart, lines=lines(*variants))
    assert calls == {"BatchGetItem": 1, "UpdateItem": 1}


def test_put_replaces_everything_and_keeps_the_ids_of_lines_that_stay() -> None:
    stays, goes, comes = a_variant(), a_variant(), a_variant()
    cart = made(lines=lines(stays, goes), metadata={"table": "7"}).json
    buyer = Buyer(Client(app, {"x-cart-token": cart["token"]}), cart["id"])
    after = put(buyer, lines=[{"variant_id": comes}, {"variant_id": stays, "quantity": 4, "metadata": {"text": "Ada"}}])
    assert (after.status, after.headers["etag"], held(after.json)) == (200, '"2"', {comes: 1, stays: 4})
    assert [line["id"] for line in after.json["lines"] if line["variant_id"] == stays] == [cart["lines"][0]["id"]]
    assert (after.json["metadata"], after.json["token"], after.json["lines"][1]["metadata"]) == ({}, None, {"text": "Ada"})
    bare = buyer.client.put(buyer.cart, {}).json
    gone = {name: bare[name] for name in ("lines", "address", "delivery_option", "email", "delivery_options", "payment_methods")}
    assert gone == {"lines": [], "address": None, "delivery_option": None, "email": None, "delivery_options": [], "payment_methods": []}


def test_the_same_again_changes_nothing() -> None:
    buyer, variant = a_guest(), a_variant()
    with clock.frozen(clock.now()):
        first = put(buyer, lines=lines(variant))
        assert put(buyer, lines=lines(variant)).json == first.json | {"version": 2}


def test_what_is_saved_for_later_stays_unless_it_is_a_line_now() -> None:
    buyer, later, other = a_guest(), a_variant(), a_variant()
    line = buyer.add(later, 5).json["lines"][0]["id"]
    buyer.client.patch(f"{buyer.cart}/lines/{line}", {"saved": True})
    kept = put(buyer, lines=lines(other)).json
    assert (held(kept), [one["quantity"] for one in kept["saved"]]) == ({other: 1}, [5])
    refused = put(buyer, currency="EUR")
    assert (refused.status, faults(refused)) == (422, [("/currency", "wrong_currency")])
    now = put(buyer, lines=lines(later, quantity=2)).json
    assert (held(now), now["saved"]) == ({later: 2}, [])


def test_codes_that_cannot_be_used_are_told_and_the_rest_counts() -> None:
    a_coupon()
    buyer, variant = a_guest(), a_variant(price=5900)
    answer = put(buyer, lines=lines(variant), codes=["NOSUCH99", "save 10"])
    assert (answer.status, answer.json["coupons"], told(answer)) == (200, ["SAVE10"], [("/codes/0", "unknown_code")])
    assert answer.json["totals"]["discount"]["amount"] == 1000
    placed = buyer.place(answer.json["preview_hash"])
    assert (placed.status, placed.json["totals"]["discount"]["amount"]) == (201, 1000)


def test_a_code_that_stays_is_not_asked_for_again() -> None:
    """Beside the cart, the guess of a code is counted, and given back (ADR 60)."""
    a_coupon()
    buyer, variant = a_guest(), a_variant()
    put(buyer, lines=lines(variant), codes=["SAVE10"])
    with counted() as calls:
        again = put(buyer, lines=lines(variant, quantity=2), codes=["save-10"])
    assert (again.json["coupons"], told(again), calls) == (["SAVE10"], [], {"BatchGetItem": 1, "UpdateItem": 3})


def test_an_address_nobody_delivers_to_is_told_and_the_rest_counts() -> None:
    variant = a_variant()
    assert staff().delete("/v1/admin/shipping_zones/zone_world").status == 204
    answer = made(lines=lines(variant), address=ABROAD)
    assert (answer.status, held(answer.json), answer.json["address"]) == (201, {variant: 1}, None)
    assert told(answer) == [("/address", "address_not_covered"), ("/delivery_option_id", "address_missing")]
    assert (answer.json["missing"], answer.json["delivery_options"]) == (["address", "delivery_option"], [])


def test_a_delivery_option_that_is_not_offered_is_told_beside_those_that_are() -> None:
    answer = made(lines=lines(a_variant()), delivery_option_id="rocket")
    assert (told(answer), answer.json["missing"]) == ([("/delivery_option_id", "unknown_delivery_option")], ["delivery_option"])
    assert [option["id"] for option in answer.json["delivery_options"]] == ["standard"]


def test_every_line_that_is_wrong_is_named_and_nothing_is_written() -> None:
    good, euros = a_variant(), a_variant(currency="EUR")
    wrong = made(lines=[*lines(good), *lines("var_01JD0000000000000000000000", euros), *lines(good, quantity=999)])
    named = [("/lines/1/variant_id", "unknown_variant"), ("/lines/2/variant_id", "wrong_currency"), ("/lines/3/quantity", "quantity_limit")]
    assert (wrong.status, faults(wrong)) == (422, named)
    assert list(CartRecord.scan()) == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"lines": [*lines(*"abc"), {"variant_id": "d", "quantity": 0}]}, "/lines/3/quantity"),
        ({"lines": lines(*["x"] * 91)}, "/lines"),
        ({"codes": ["X"] * 6}, "/codes"),
        ({"address": {"country": "CN"}}, "/address/name"),
        ({"address": ADDRESS | {"country": "XX"}}, "/address/country"),
        ({"address": ADDRESS, "address_id": "adr_1"}, "/address_id"),
        ({"line": []}, "/line"),
    ],
)
def test_bad_input_is_pointed_at(body: dict[str, Any], pointer: str) -> None:
    refused = Client(app).post("/v1/carts", body)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer)


def test_what_is_no_longer_sold_refuses_the_call_with_all_its_variants() -> None:
    gone, also, there = a_variant(published=False), a_variant(published=False), a_variant()
    refused = made(lines=lines(gone, there, also))
    assert (refused.status, refused.code, refused.json["variant_ids"]) == (409, "unpublished", [gone, also])


def test_an_address_of_ones_own_book_and_of_nobody() -> None:
    buyer, book = with_a_book()
    saved = book.post("/v1/me/addresses", ADDRESS).json
    own = buyer.client.put(buyer.cart, {"lines": lines(a_variant()), "address_id": saved["id"], "delivery_option_id": "standard"})
    assert (own.status, own.json["missing"], own.json["address"]["street"]) == (200, [], ADDRESS["street"])
    unknown = put(buyer, address=None, address_id="adr_01JD5Z6N7W8X9Y0Z1A2B3C4D5E", lines=lines(a_variant()))
    assert (unknown.status, faults(unknown)) == (422, [("/address_id", "unknown_address")])


def test_put_is_under_the_carts_version_and_key() -> None:
    buyer, one, two = a_guest(), a_variant(), a_variant()
    body = READY | {"lines": lines(one)}
    first, again = (buyer.client.put(buyer.cart, body, idempotency_key="k", if_match='"1"') for _ in range(2))
    assert (first.status, again.text, again.headers["idempotent-replayed"]) == (200, first.text, "true")
    stale = buyer.client.put(buyer.cart, READY | {"lines": lines(two)}, if_match='"1"')
    assert (stale.status, stale.code) == (409, "version_conflict")
    assert buyer.place().status == 201
    assert put(buyer, lines=lines(two)).code == "cart_already_placed"
    assert Client(app).put(buyer.cart, body).status == 404


def test_a_line_that_is_added_while_the_cart_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replaced is what there was in the end: the late line is gone, whoever added it sees the later version."""
    buyer, one, other = a_guest(), a_variant(), a_variant()
    in_between(monkeypatch, whole_cart, "read_with", lambda: buyer.add(other))
    after = put(buyer, lines=lines(one)).json
    assert (held(after), after["version"]) == ({one: 1}, 3)


def test_a_cart_that_is_placed_while_it_is_replaced_stays_as_it_was_ordered(monkeypatch: pytest.MonkeyPatch) -> None:
    buyer, one, other = a_guest(), a_variant(), a_variant()
    put(buyer, lines=lines(one))
    in_between(monkeypatch, whole_cart, "read_with", buyer.place)
    assert (put(buyer, lines=lines(other)).code, stock_of(one), stock_of(other)) == ("cart_already_placed", (19, 1), (20, 0))


def test_the_largest_cart_and_one_with_more_before() -> None:
    variants = [a_variant() for _ in range(90)]
    buyer = a_guest()
    filled_straight(buyer, [a_variant() for _ in range(90)])
    assert len(put(buyer, lines=lines(*variants)).json["lines"]) == 90


def test_codes_of_others_are_unknown() -> None:
    """A code that is another customer's is told like one that does not exist."""
    coupon = a_coupon(distribution="claim")
    taken = Client(promotions_app, a_customer().client.headers).post(f"/v1/coupons/{coupon['id']}/claim").json["code"]
    assert told(put(a_guest(), lines=lines(a_variant()), codes=[taken])) == [("/codes/0", "unknown_code")]
