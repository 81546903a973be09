"""X31: pre-orders and back-orders, from the terms that staff set to the parcels of what has arrived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import app as orders_app
from functions.orders.store.order_check import findings, overdue
from functions.orders.store.shipments import parcels_of
from functions.shared.outside import clock
from functions.stock.app import app, check_stock
from functions.stock.keeping.set_ahead import end_preorders
from functions.stock.model.stock import SeenState, best_state
from tests.integration.catalog.support import created, shopper, staff
from tests.integration.orders.buyer import a_guest, a_variant, captured, counted, stock_of
from tests.integration.orders.money_moves import asked, gone, pieces
from tests.integration.orders.money_moves import told as money_told
from tests.integration.orders.planning.shelves import bought, in_parcels, planned, sums_hold
from tests.integration.stock.ahead import arrives, counters, day, followed, owed, queue, sold_ahead, sound, told
from tests.support.http import Client
from tests.support.identity import bearer

Later = Callable[[timedelta], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Moves the clock."""

    def move(by: timedelta) -> None:
        moment = clock.now() + by
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move


def ordered(variant: str, quantity: int = 1) -> Any:
    return bought(variant, quantity=quantity)


def test_staff_set_the_terms_under_their_version() -> None:
    """X31"""
    url = f"/v1/admin/stock/{created()['variants'][0]['id']}/ahead"
    nothing = staff().get(url).json
    assert (nothing["mode"], nothing["limit"], nothing["owed"], nothing["left"], nothing["version"]) == ("none", 0, 0, 0, 0)
    body = {"mode": "preorder", "limit": 7, "promised_on": day(30), "until": day(20)}
    set_ = staff().put(url, body, If_Match='"0"')
    assert (set_.status, set_.json["left"], set_.json["version"], set_.json["until"]) == (200, 7, 1, day(20))
    assert staff().put(url, body, If_Match='"0"').status == 409
    for bad in (
        {"mode": "maybe"},
        {"limit": -1},
        {"limit": 1.5},
        {"promised_on": None},
        {"promised_on": "soon"},
        {"promised_on": day(-2)},
        {"until": None},
        {"until": day(0)},
        {"until": day(31)},
        {"mode": "backorder"},
        {"mode": "none"},
        {"🙂": 1},
    ):
        assert staff().put(url, body | bad).status == 422, bad
    assert Client(app, bearer("support")).put(url, body).status == 403
    assert staff().put("/v1/admin/stock/var_01AAAAAAAAAAAAAAAAAAAAAAAA/ahead", body).status == 404
    assert staff().put(url, {"mode": "none"}, If_Match='"1"').json["mode"] == "none"


def test_a_back_order_says_so_everywhere_and_keeps_its_day() -> None:
    """X31: cart, preview and order; the day is frozen, whatever is promised to others afterwards."""
    variant = a_variant(stock=1)
    sold_ahead(variant, 3)
    buyer = a_guest()
    line = buyer.add(variant, 1).json["lines"][0]
    assert (line["sold_as"], line["promised_on"]) == (None, None)
    cart = buyer.client.patch(f"{buyer.cart}/lines/{line['id']}", {"quantity": 3}).json["lines"][0]
    assert (cart["sold_as"], cart["promised_on"], cart["notices"]) == ("backorder", day(30), [])
    shown = buyer.ready().preview()["lines"][0]
    assert (shown["sold_as"], shown["promised_on"]) == ("backorder", day(30))
    with counted() as calls:
        placed = buyer.place()
    assert (placed.status, sum(calls.values()) <= 5) == (201, True), (placed.text, calls)
    assert placed.json["lines"][0]["sold_as"] == "backorder"
    assert (stock_of(variant), queue(variant)) == ((-2, 3), [(placed.json["id"], 2)])
    sold_ahead(variant, 3, promised_on=day(60))
    client = Client(orders_app, {"x-order-token": placed.json["token"]})
    assert client.get(f"/v1/orders/{placed.json['id']}").json["lines"][0]["promised_on"] == day(30)
    more = a_guest()
    more.add(variant, 2)
    assert more.preview()["lines"][0]["notices"][0] == {"code": "out_of_stock", "was": None, "now": None, "available": 1}
    sound(variant, 3)


def test_who_was_shown_stock_is_not_made_to_wait_unasked() -> None:
    """X31: the last piece goes to somebody else between preview and order; another day promised is another agreement, too."""
    variant = a_variant(stock=1)
    sold_ahead(variant, 5)
    buyer = a_guest()
    buyer.add(variant)
    hash_ = buyer.ready().preview()["preview_hash"]
    ordered(variant)
    for told_hash in (None, hash_):
        refused = buyer.place(told_hash)
        assert (refused.status, refused.code) == (409, "preview_changed"), refused.text
        assert refused.json["preview"]["lines"][0]["sold_as"] == "backorder"
    hash_ = buyer.preview()["preview_hash"]
    sold_ahead(variant, 5, promised_on=day(31))
    assert buyer.place(hash_).code == "preview_changed"
    assert buyer.place(buyer.preview()["preview_hash"]).status == 201


def test_a_pre_order_waits_for_its_day_whatever_lies_there(later: Later) -> None:
    """X31: sold up to its own limit; on the day what lies there goes to those who ordered first, the rest is for sale."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 2, "preorder")
    first = ordered(variant)
    arrives(variant, 5)
    second = ordered(variant)
    assert (first["lines"][0]["sold_as"], second["lines"][0]["sold_as"]) == ("preorder", "preorder")
    third = a_guest()
    third.add(variant)
    assert (third.ready().place().code, owed(variant)) == ("out_of_stock", 2)
    planned()
    assert (in_parcels(first), in_parcels(second)) == ([], [])
    later(timedelta(days=21))
    assert check_stock({}, None)["preorders_ended"] == 1
    assert end_preorders(lambda: True) == 0
    told(variant)
    followed()
    assert (owed(variant), stock_of(variant)) == (0, (3, 0))
    assert in_parcels(first) == in_parcels(second) == [("main", {variant: 1})]
    assert third.place(third.preview()["preview_hash"]).json["lines"][0]["sold_as"] is None
    sums_hold([variant], [first, second])


def test_stock_that_arrives_goes_to_those_who_wait_in_their_order() -> None:
    """X31: each whole, once, however often it is told; nothing of it is planned or shipped before."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 9)
    first, second, third = ordered(variant, 2), ordered(variant, 3), ordered(variant, 1)
    planned()
    line = first["lines"][0]["id"]
    body = {"carrier": "manual", "waybill": "W1", "lines": [{"line_id": line, "quantity": 1}]}
    early = Client(orders_app, bearer("owner")).post(f"/v1/admin/orders/{first['id']}/shipments", body)
    assert (early.status, early.code) == (409, "awaiting_stock"), early.text
    assert overdue(parcels_of(first["id"]), f"{clock.now() + timedelta(days=1):%Y-%m-%dT%H:%M:%S.000Z}") == []
    arrives(variant, 4)
    followed()
    followed()
    assert in_parcels(first) == [("main", {variant: 2})]
    # A smaller one does not overtake.
    assert (in_parcels(second), in_parcels(third), queue(variant)) == ([], [], [(second["id"], 3), (third["id"], 1)])
    late = a_guest()
    late.add(variant)
    assert late.preview()["lines"][0]["sold_as"] == "backorder"
    arrives(variant, 2)
    followed()
    assert (in_parcels(second), in_parcels(third)) == ([("main", {variant: 3})], [("main", {variant: 1})])
    assert (owed(variant), stock_of(variant)) == (0, (0, 0))
    sums_hold([variant], [first, second, third])
    for order in (first, second, third):
        assert findings(parcels_of(order["id"])) == []


def test_the_rest_of_an_order_is_sent_before() -> None:
    """X31: what is there is planned at once, what is awaited when it has come."""
    here, ahead = a_variant(stock=5), a_variant(stock=0)
    sold_ahead(ahead, 1)
    order = bought(here, ahead)
    planned()
    assert in_parcels(order) == [("main", {here: 1})]
    arrives(ahead, 1)
    followed()
    assert in_parcels(order) == [("main", {here: 1}), ("main", {ahead: 1})] or len(in_parcels(order)) == 2
    sums_hold([here, ahead], [order])


def test_a_cancelled_order_gives_its_place_back() -> None:
    """X31: unpaid or paid; who comes after it moves up, also where it had been the first."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 2)
    unpaid, paid = bought(variant, pay=False), ordered(variant)
    full = a_guest()
    full.add(variant)
    assert full.ready().place().code == "out_of_stock"
    for order in (unpaid, paid):
        assert Client(orders_app, bearer("owner")).post(f"/v1/orders/{order['id']}/cancel").status == 200
        sound(variant, 2)
    assert (stock_of(variant), owed(variant), queue(variant)) == ((0, 0), 0, [])
    last = ordered(variant)
    arrives(variant, 1)
    followed()
    assert in_parcels(last) == [("main", {variant: 1})]


def test_pieces_that_are_paid_back_leave_the_queue() -> None:
    """X31: those that are not there first; an order that waits for nothing any more is planned."""
    variant = a_variant(stock=1)
    sold_ahead(variant, 5)
    order = ordered(variant, 3)
    planned()
    assert (in_parcels(order), owed(variant)) == ([], 2)
    refund = asked(order, pieces(order, 1), payment_id=f"pay_{order['id']}", restock=False)
    money_told(gone(order, refund))
    assert (owed(variant), queue(variant)) == (1, [(order["id"], 1)])
    refund = asked(order, pieces(order, 1), payment_id=f"pay_{order['id']}")
    money_told(gone(order, refund, total=2 * 5900))
    assert (owed(variant), queue(variant), stock_of(variant)) == (0, [], (0, 0))
    followed()
    assert in_parcels(order) == [("main", {variant: 1})]
    sound(variant, 5)
    sums_hold([variant], [order])


def test_lines_that_are_taken_out_leave_the_queue() -> None:
    """X31: an amendment."""
    variant, other = a_variant(stock=0), a_variant(stock=3)
    sold_ahead(variant, 5)
    order = bought(variant, other, quantity=2, pay=False)
    line = next(one["id"] for one in order["lines"] if one["variant_id"] == variant)
    answer = Client(orders_app, bearer("owner")).patch(f"/v1/orders/{order['id']}", {"lines": [{"line_id": line, "quantity": 1}]})
    assert answer.status == 200, answer.text
    assert (owed(variant), queue(variant), stock_of(variant)) == (1, [(order["id"], 1)], (-1, 1))
    money_told(captured(answer.json, f"pay_{order['id']}"))
    planned()
    assert in_parcels(order) == [("main", {other: 2})]


def test_a_recall_stops_it_too() -> None:
    """X31: nothing is sold ahead, and nothing is filled, of what is recalled."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 5)
    ordered(variant)
    counters(variant).update([type(counters(variant)).recalls.set({"rec_1"})])
    buyer = a_guest()
    buyer.add(variant)
    assert buyer.preview()["lines"][0]["notices"][0]["code"] == "out_of_stock"
    arrives(variant, 1)
    assert owed(variant) == 1


def test_shoppers_see_the_state_and_the_day() -> None:
    """X31: product page and list; a product of which nothing was ever there can be published."""
    product = created()
    variant = product["variants"][0]["id"]
    sold_ahead(variant, 1)
    assert staff().post(f"/v1/admin/products/{product['id']}/publish").status == 200

    def shown() -> tuple[str, str, str | None]:
        told(variant, times=1)
        [row] = shopper().get("/v1/products").json["data"]
        [one] = [one for one in shopper().get(f"/v1/products/{product['id']}").json["variants"] if one["id"] == variant]
        return row["stock_state"], one["stock_state"], one["promised_on"]

    assert shown() == ("backorder", "backorder", day(30))
    assert shopper().get("/v1/products?in_stock=true").json["data"] == []
    order = bought(variant, pay=False)
    assert shown() == ("out_of_stock", "out_of_stock", None)
    assert Client(orders_app, bearer("owner")).post(f"/v1/orders/{order['id']}/cancel").status == 200
    sold_ahead(variant, 1, "preorder")
    assert shown() == ("preorder", "preorder", day(30))
    staff().post(f"/v1/admin/stock/{variant}/adjust", {"delta": 50, "reason": "goods received"})
    sold_ahead(variant, 1)
    assert shown() == ("in_stock", "in_stock", None)
    assert best_state({"a": SeenState("out_of_stock", 1), "b": SeenState("preorder", 1)}) == "preorder"
