"""Doors of members, tried by who has a cart's token, comes at the wrong moment or with the wrong currency."""

from __future__ import annotations

import uuid

import boto3
import pytest

from functions.orders.app import app as orders_app
from functions.orders.placed import cancel_order
from functions.shared.outside import clock
from tests.integration.loyalty.shop import NOON, given, programme
from tests.integration.loyalty.sold_cards import GRACE, a_card_product, bought, cards_of, cart_with, code_in, heard, mails
from tests.integration.loyalty.tenders import a_card, balance_of, check_values, credit_of, given_credit, known, paying_with
from tests.integration.orders.buyer import ADDRESS, Buyer, a_variant
from tests.integration.promotions.shop import a_cart
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between


def test_whoever_has_the_token_of_a_cart_sees_and_spends_nothing_of_its_owner() -> None:
    """X19, I09: credit and points that somebody asked for in a cart that a guest made."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        given(subject, 700)
        assert given_credit(known(subject), 5000).status == 201
        guest = a_cart(guest=True, price=3000)
        token = {"x-cart-token": guest.client.headers["x-cart-token"]}
        owner = Client(orders_app, bearer(subject=subject) | token)
        assert owner.put(f"{guest.cart}/store_credit").status == 200
        assert owner.put(f"{guest.cart}/points", {"points": 700}).status == 200
        mine = owner.get(f"{guest.cart}/preview").json
        assert (mine["points"]["usable"], [one["usable"]["amount"] for one in mine["tenders"]]) == (700, [5000])
        theirs = guest.client.get(f"{guest.cart}/preview")
        assert (theirs.json.get("points"), theirs.json.get("tenders", [])) == (None, [])
        refused = guest.place()
        assert (refused.status, refused.json["code"]) in {(401, "unauthorized"), (409, "points_sign_in"), (409, "credit_sign_in")}
        assert credit_of(subject) == 5000
        check_values()


def test_a_card_pays_nothing_once_its_cart_has_another_currency() -> None:
    """X18: put in in one currency, and then the cart is made one of another."""
    with clock.frozen(NOON):
        card, buyer = a_card(9000), a_cart(guest=True, price=3000)
        paying_with(buyer, card)
        euro = a_variant(stock=10, price=2000, currency="EUR")
        body = {"currency": "EUR", "lines": [{"variant_id": euro, "quantity": 1}], "address": ADDRESS, "delivery_option_id": "standard"}
        changed = buyer.client.put(buyer.cart, body)
        assert changed.status == 200, changed.text
        assert [one["amount"]["amount"] for one in changed.json["tenders"]] in ([], [0])
        assert changed.json["to_pay"] == changed.json["totals"]["total"]
        placed = buyer.place(changed.json["preview_hash"])
        assert placed.status in (201, 409), placed.text
        assert balance_of(card) == 9000
        check_values()


def test_a_card_is_spent_while_its_order_is_cancelled() -> None:
    subject = str(uuid.uuid4())
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    with clock.frozen(NOON):
        order = bought(cart_with(a_card_product(), subject=subject), subject)
        heard("order.paid")
        (mail,) = mails()
        buyer, owner = paying_with(a_cart(subject=subject, price=4000), {"code": code_in(mail)}), Client(orders_app, bearer("owner"))
        with pytest.MonkeyPatch.context() as patch:
            in_between(patch, cancel_order, "unused_cards_writes", buyer.place)
            refused = owner.post(f"/v1/orders/{order['id']}/cancel", {})
        assert (refused.status, refused.json["code"]) == (409, "gift_card_used")
        (card,) = cards_of(order["id"])
        assert 0 < card.balance < 10_000
        assert owner.get(f"/v1/admin/orders/{order['id']}").json["status"] == "paid"
        check_values()


def test_a_card_goes_with_its_addressee_into_the_cart_of_who_signs_in() -> None:
    subject, variant = str(uuid.uuid4()), a_card_product()
    with clock.frozen(NOON):
        made = Client(orders_app).post("/v1/carts", {}).json
        guest = Buyer(Client(orders_app, {"x-cart-token": made["token"]}), made["id"])
        assert guest.add(variant, send_to=GRACE).status == 201
        owner = Client(orders_app, bearer(subject=subject) | {"x-cart-token": made["token"]})
        merged = owner.post(f"/v1/carts/{made['id']}/merge", {})
        assert merged.status == 200, merged.text
        (line,) = merged.json["lines"]
        assert line["send_to"] == GRACE | {"on": None}
