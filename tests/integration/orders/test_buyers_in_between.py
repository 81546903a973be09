"""F-E: carts, claims and notes that two people write at the same moment: nothing of either is lost, and nothing happens twice."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.carts import carts, merge_carts
from functions.orders.carts.shown import Shown
from functions.orders.checkout import place_order
from functions.orders.placed import claim_order, order_fields
from functions.orders.store import rules_store
from functions.orders.store.auto_confirm import case_closed_write, case_opened_write
from functions.orders.store.records import CART_SK, CartRecord, OrdersTable, cart_pk
from functions.shared.plain.bodies import load
from functions.shared.store.transactions import Exists, transact
from tests.integration.orders.buyer import Buyer, a_guest, a_variant, an_order, captured, staff, stock_of
from tests.integration.orders.carts.test_merge_carts import merged, quantities
from tests.integration.orders.money_moves import told
from tests.integration.orders.placed.test_extend_and_claim import a_known_customer
from tests.integration.orders.settings.test_many_rules import ZONES, a_zone
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.races import in_between

Patch = pytest.MonkeyPatch


def filled() -> tuple[Buyer, str, str]:
    """A cart with one of two variants."""
    one, other = a_variant(), a_variant()
    buyer = a_guest()
    buyer.add(one)
    return buyer.ready(), one, other


def test_two_tabs_that_add_other_things(monkeypatch: Patch) -> None:
    buyer, one, other = filled()
    in_between(monkeypatch, carts, "read_with", lambda: buyer.add(other))
    assert quantities(buyer.add(one).json) == {one: 2, other: 1}


def test_a_line_that_is_added_while_the_order_is_placed_is_in_it(monkeypatch: Patch) -> None:
    buyer, one, other = filled()
    in_between(monkeypatch, place_order, "promoted_state", lambda: buyer.add(other))
    assert quantities(buyer.place().json) == {one: 1, other: 1}
    assert (stock_of(one), stock_of(other)) == ((19, 1), (19, 1))


def test_the_order_that_is_placed_while_a_line_is_added_is_without_it(monkeypatch: Patch) -> None:
    buyer, _, other = filled()
    in_between(monkeypatch, carts, "read_with", buyer.place)
    assert (buyer.add(other).code, stock_of(other)) == ("cart_already_placed", (20, 0))


def test_a_line_that_is_added_while_the_guest_signs_in_comes_along(monkeypatch: Patch) -> None:
    guest, one, other = filled()
    subject = str(uuid.uuid4())
    target = merged(guest, subject).json
    second = a_guest()
    second.add(one)
    in_between(monkeypatch, merge_carts, "read_promoted", lambda: second.add(other))
    assert quantities(merged(second, subject, into=target["id"]).json) == {one: 2, other: 1}


def test_the_price_that_was_shown_last_stays_the_one_that_was_shown(monkeypatch: Patch) -> None:
    """The slow reader shows one line's price to a page that is gone; the buyer sees the one with both."""
    buyer, one, other = filled()
    a_variant(price=9900, variant_id=one)
    added: list[Any] = []
    in_between(monkeypatch, carts, "promoted_state", lambda: added.append(buyer.add(other).json["totals"]["total"]["amount"]))
    buyer.client.get(buyer.cart)
    assert [load(Shown, CartRecord.get(cart_pk(buyer.cart_id), CART_SK).shown).total] == added


def test_what_staff_note_while_the_order_is_claimed_stays(monkeypatch: Patch) -> None:
    order, _ = an_order(a_variant())
    client, url = Client(app, a_known_customer("buyer@example.com")), f"/v1/orders/{order['id']}/claim"
    note = {"metadata": {"erp": "7"}}
    in_between(monkeypatch, claim_order, "order_page", lambda: staff().patch(f"/v1/admin/orders/{order['id']}", note))
    claimed = client.post(url, x_order_token=order["token"])
    assert (claimed.status, claimed.json["metadata"], claimed.json["version"]) == (200, {"erp": "7"}, 3)


def test_two_accounts_of_one_address_claim_an_order_and_one_gets_it(monkeypatch: Patch) -> None:
    order, _ = an_order(a_variant())
    first, second = (Client(app, a_known_customer("buyer@example.com")) for _ in range(2))
    url = f"/v1/orders/{order['id']}/claim"
    in_between(monkeypatch, claim_order, "order_page", lambda: first.post(url, x_order_token=order["token"]))
    assert second.post(url, x_order_token=order["token"]).status == 404
    assert (first.get(f"/v1/orders/{order['id']}").status, len(events_in(OrdersTable, "order.claimed"))) == (200, 1)


def test_an_order_that_is_paid_while_it_is_claimed_is_paid(monkeypatch: Patch) -> None:
    order, _ = an_order(a_variant())
    client = Client(app, a_known_customer("buyer@example.com"))
    in_between(monkeypatch, claim_order, "order_page", lambda: told(captured(order)))
    claimed: Any = client.post(f"/v1/orders/{order['id']}/claim", x_order_token=order["token"]).json
    assert (claimed["status"], claimed["version"]) == ("paid", 3)


def test_two_of_the_staff_who_note_other_things(monkeypatch: Patch) -> None:
    order, _ = an_order(a_variant())
    url = f"/v1/admin/orders/{order['id']}"
    in_between(monkeypatch, order_fields, "order_page", lambda: staff().patch(url, {"metadata": {"a": "1"}}))
    noted = staff().patch(url, {"private_metadata": {"b": "2"}}).json
    assert (noted["metadata"], noted["private_metadata"], noted["version"]) == ({"a": "1"}, {"b": "2"}, 3)


def test_a_case_is_closed_as_often_as_it_was_opened() -> None:
    order, _ = an_order(a_variant())
    opened, closed, twice = case_opened_write(order["id"]), case_closed_write(order["id"]), case_closed_write(order["id"])
    transact([opened])
    transact([closed])
    with pytest.raises(Exists):
        transact([twice])


def test_the_first_two_changes_of_the_rules_at_once(monkeypatch: Patch) -> None:
    in_between(monkeypatch, rules_store, "_items", lambda: staff().post(ZONES, a_zone(1, 1)))
    staff().post(ZONES, a_zone(2, 1))
    assert [zone["name"] for zone in staff().get(ZONES).json["data"]][-2:] == ["Zone 1", "Zone 2"]
