"""X18, X20: gift cards beside goods in one order. What goes back of the goods leaves the cards paid for by money alone (ADR 156)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.orders.app import apply_payments
from functions.payments.store.records import PaymentsTable
from functions.payments.store.repository import histories_of
from functions.shared.outside import clock
from tests.integration.loyalty.shop import NOON, heard_all
from tests.integration.loyalty.sold_cards import a_card_product, cart_with, heard
from tests.integration.loyalty.tenders import (
    a_card,
    balance_of,
    check_values,
    given_credit,
    known,
    paid_by_transfer,
    paying_with,
    refunded,
    told_payments,
)
from tests.integration.orders.amending.amended import amend
from tests.integration.orders.buyer import a_variant
from tests.support.events import events_in

GOODS, CARD = 5000, 10_000


def a_mixed_order(*, value: int, credit: int = 0, quantity: int = 1, cards: int = 1) -> tuple[Any, Any]:
    """The order, paid by a gift card of `value`, by credit, and the rest by a transfer: the cards are its first line, the goods its second.
    With the gift card that paid."""
    subject = str(uuid.uuid4())
    customer = known(subject)
    buyer = cart_with(a_card_product(CARD), cards, subject=subject)
    assert buyer.add(a_variant(stock=100, price=GOODS // quantity), quantity).status == 201
    assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"}).status == 200
    payer = a_card(value)
    if credit:
        assert given_credit(customer, credit).status == 201
    placed = paying_with(buyer, payer, credit=bool(credit)).place()
    assert placed.status == 201, placed.text
    order = placed.json
    paid_by_transfer(subject, order["id"], order["totals"]["total"]["amount"] - value - credit)
    heard_all(apply_payments, events_in(PaymentsTable, "payment.captured"))
    heard("order.paid")
    return order, payer


def left(order: Any) -> dict[str, int]:
    """By way of payment, what it still holds of the order."""
    return {one.attempt.provider: int(one.record.refundable) for one in histories_of(order["id"])}


def fee(order: Any) -> int:
    return int(order["totals"]["shipping"]["amount"])


def taken_back(order: Any, pieces: int) -> None:
    """So many of the goods, by a refund."""
    answer = refunded(order["id"], lines=[{"line_id": order["lines"][1]["id"], "quantity": pieces}])
    assert answer.status == 201, answer.text


def amended_away(order: Any, pieces: int) -> None:
    of = order["lines"][1]
    answer = amend(order, lines=[{"line_id": of["id"], "quantity": of["quantity"] - pieces}])
    assert answer.status == 200, answer.text
    for _ in range(2):
        told_payments("order.amended")


@pytest.mark.parametrize("back", [taken_back, amended_away])
def test_goods_that_a_gift_card_paid_for_go_back_to_it(back: Any) -> None:
    """It would have paid for the card that is left: 50.00 of goods and a card of 100.00, paid by a gift card of 50.00 and by money."""
    with clock.frozen(NOON):
        order, payer = a_mixed_order(value=5000)
        assert left(order) == {"gift_card": 5000, "manual": CARD + fee(order)}
        back(order, 1)
        assert left(order) == {"gift_card": fee(order), "manual": CARD}
        assert balance_of(payer) == 5000 - fee(order)
        check_values()


def test_credit_before_money_and_the_rest_by_its_turn() -> None:
    """40.00 of a gift card and 5.00 of credit for 50.00 of goods: each step leaves no more value than goods; all of it adds up."""
    with clock.frozen(NOON):
        order, payer = a_mixed_order(value=4000, credit=500, quantity=5)
        assert left(order) == {"gift_card": 4000, "store_credit": 500, "manual": CARD + 500}
        taken_back(order, 1)  # 10.00: the money that bought goods, and what else would be too much value.
        assert left(order) == {"gift_card": 3500, "store_credit": 500, "manual": CARD}
        taken_back(order, 2)
        assert left(order) == {"gift_card": 1500, "store_credit": 500, "manual": CARD}
        card = refunded(order["id"], lines=[{"line_id": order["lines"][0]["id"], "quantity": 1}])
        assert (card.status, card.json["others"]) == (201, [])
        assert left(order) == {"gift_card": 1500, "store_credit": 500, "manual": 0}
        taken_back(order, 2)
        assert (sum(left(order).values()), balance_of(payer)) == (0, 4000)
        check_values()


def test_an_amended_order_gives_the_rest_of_its_goods_back() -> None:
    """What its amendment gave back is in its price no more, and no second time what went back of the goods."""
    with clock.frozen(NOON):
        order, _ = a_mixed_order(value=2000, quantity=5)
        amended_away(order, 2)
        assert left(order) == {"gift_card": 2000, "manual": CARD + 1000}
        short = refunded(order["id"], 3001)
        assert (short.status, short.json["code"]) == (422, "gift_cards_by_piece")
        taken_back(order, 3)
        assert left(order) == {"gift_card": 0, "manual": CARD}
        check_values()
