"""Buyers of gift cards, and what the queues do with their orders."""

from __future__ import annotations

import re
import uuid
from typing import Any

from moto.ses.models import ses_backends

from functions.loyalty.model.bought import Bought
from functions.loyalty.model.stored import Stored
from functions.loyalty.store.bought import bought_of
from functions.loyalty.store.records import LoyaltyTable
from functions.loyalty.store.values import card_named
from functions.notifications.app import notify
from functions.orders.app import app as orders_app
from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.payments.store.records import PaymentsTable
from tests.integration.loyalty.shop import hear, heard_all, swept
from tests.integration.loyalty.tenders import paid_by_transfer
from tests.integration.orders.buyer import ADDRESS, Buyer, a_variant
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer

GRACE = {"email": "grace@example.com", "name": "Grace", "message": "Happy <b>birthday</b> 🎂"}


def a_card_product(price: int = 10_000) -> str:
    return a_variant(stock=1000, price=price, tax_class="gift_card", sku="CARD")


def cart_with(variant: str, quantity: int = 1, *, subject: str = "", **fields: Any) -> Buyer:
    client = Client(orders_app, bearer(subject=subject or str(uuid.uuid4())))
    buyer = Buyer(client, client.post("/v1/carts", {}).json["id"])
    added = buyer.add(variant, quantity, **fields)
    assert added.status == 201, added.text
    assert client.put(f"{buyer.cart}/address", ADDRESS).status == 200
    return buyer


def bought(buyer: Buyer, subject: str) -> Any:
    """The order, placed and paid by a transfer; orders have heard of it, loyalty has not."""
    placed = buyer.place()
    assert placed.status == 201, placed.text
    paid_by_transfer(subject, placed.json["id"], placed.json["totals"]["total"]["amount"])
    heard_all(apply_payments, events_in(PaymentsTable, "payment.captured"))
    return placed.json


def heard(*kinds: str) -> None:
    """What orders have told so far, heard by loyalty: much of it once more."""
    hear(*[one for kind in kinds for one in events_in(OrdersTable, kind)])


def cards_of(order_id: str) -> list[Stored]:
    of = bought_of(order_id)
    assert isinstance(of, Bought)
    found = [card_named(piece.card_id) for piece in of.there]
    return [one for one in found if one]


def mails() -> list[Any]:
    """That were sent since they were read last, of gift cards that are due."""
    swept()
    inbox = ses_backends["123456789012"]["us-east-1"].sent_messages
    before = len(inbox)
    heard_all(notify, events_in(LoyaltyTable, "gift_card.sent"))
    return list(inbox[before:])


def code_in(mail: Any) -> str:
    (code,) = set(re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", mail.body))
    return str(code)
