"""X18, X20: gift cards beside goods in one order. What goes back of the goods leaves the cards paid for by money alone (ADR 156)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.loyalty.model.stored import State
from functions.loyalty.sold import take_back
from functions.orders import take_out_withdrawn
from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.payments.refunds import follow_amendments
from functions.payments.store.records import PaymentsTable
from functions.payments.store.repository import histories_of
from functions.shared.events.contracts.order_amendments import OrderAmended
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.plain.errors import Conflict
from tests.integration.loyalty.shop import NOON, heard_all
from tests.integration.loyalty.sold_cards import a_card_product, cards_of, cart_with, code_in, heard, mails
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
from tests.integration.orders.amending.amended import amend, preview, sound
from tests.integration.orders.buyer import a_variant, stock_of
from tests.integration.promotions.shop import a_cart
from tests.support.events import events_in
from tests.support.races import in_between

GOODS, CARD = 5000, 10_000


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


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


def test_what_died_between_two_payments_goes_on_as_it_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """20.00 to the gift card and 30.00 of money, whichever was first."""
    with clock.frozen(NOON):
        order, payer = a_mixed_order(value=2000)
        assert amend(order, lines=[{"line_id": order["lines"][1]["id"], "quantity": 0}]).status == 200
        (told,) = (data_of(one, OrderAmended) for one in events_in(OrdersTable, "order.amended") if one.subject == order["id"])

        def dies(*_: Any) -> None:
            raise RuntimeError

        with monkeypatch.context() as patch:
            patch.setattr(follow_amendments, "bring", dies)
            with pytest.raises(RuntimeError):
                follow_amendments.follow_amended(told)
        assert sum(left(order).values()) not in (CARD, CARD + GOODS)
        for _ in range(2):
            follow_amendments.follow_amended(told)
        assert left(order) == {"gift_card": 0, "manual": CARD}
        assert balance_of(payer) == 2000


def out(order: Any, pieces: int, **wish: Any) -> Any:
    """So many cards taken out by staff."""
    of = order["lines"][0]
    return amend(order, lines=[{"line_id": of["id"], "quantity": of["quantity"] - pieces}, *wish.pop("besides", [])], **wish)


def test_an_unused_card_is_taken_out_and_closed_and_money_gives_it_back() -> None:
    """X17, X18 (ADR 172): by an amendment of a paid order; a used one stays, and nothing else changes then."""
    with clock.frozen(NOON):
        order, _ = a_mixed_order(value=2000, cards=3)
        line = order["lines"][0]["id"]
        codes = [code_in(mail) for mail in mails()]
        used = paying_with(a_cart(subject=str(uuid.uuid4()), price=4000), {"code": codes[0]}).place()
        assert used.status == 201
        seen = preview(order, lines=[{"line_id": line, "quantity": 1}])
        assert (seen.status, seen.json["give_back"]["amount"]) == (200, 2 * CARD)
        assert [one.state for one in cards_of(order["id"])] == [State.ACTIVE] * 3
        for _ in range(2):
            done = out(order, 2)
            assert done.status == 200, done.text
        assert sorted((one.state, one.balance < CARD) for one in cards_of(order["id"])) == [
            (State.ACTIVE, True),
            (State.CLOSED, True),
            (State.CLOSED, True),
        ]
        told_payments("order.amended")
        told_payments("order.amended")
        assert left(order) == {"gift_card": 2000, "manual": CARD + 3000}
        refused = out(order, 3)
        assert (refused.status, refused.json["code"], refused.json["line_id"], refused.json["unused"]) == (409, "gift_card_used", line, 0)
        back = out(order, 0)
        assert (back.status, back.json["code"]) == (422, "gift_card_line")
        assert (sound(order), stock_of(order["lines"][0]["variant_id"])) == (True, (999, 0))
        check_values()
        # What is left on the last one goes back by a refund of its line.
        assert refunded(order["id"], lines=[{"line_id": line, "quantity": 1}]).status == 201
        assert [one.state for one in cards_of(order["id"])] == [State.CLOSED] * 3
        check_values()


def test_cards_of_an_order_that_is_not_paid_are_never_issued() -> None:
    """Also of one of cards alone; the last one is not taken out, and none comes in again."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        alone = cart_with(a_card_product(CARD), 3, subject=subject).place().json
        with pytest.raises(Conflict) as by_law:
            take_out_withdrawn(alone["id"], "cas_1", {alone["lines"][0]["id"]: 1})
        assert by_law.value.code == "gift_card_line"
        assert out(alone, 2).status == 200
        emptied = out(alone, 3)
        assert (emptied.status, emptied.json["code"]) == (422, "nothing_left")
        more = out(alone, 0)
        assert (more.status, [(one["pointer"], one["code"]) for one in more.json["errors"]]) == (
            422,
            [("/lines/0/quantity", "gift_card_line")],
        )
        goods = out(alone, 2, besides=[{"variant_id": a_variant(), "quantity": 1}])
        assert (goods.status, goods.json["code"]) == (409, "gift_card_line")
        another = out(alone, 2, besides=[{"variant_id": a_card_product(), "quantity": 1}])
        assert (another.status, another.json["code"]) == (409, "gift_card_line")
        paid_by_transfer(subject, alone["id"], CARD)
        heard_all(apply_payments, events_in(PaymentsTable, "payment.captured"))
        for _ in range(2):
            heard("order.paid")
        assert [one.balance for one in cards_of(alone["id"])] == [CARD]
        assert (len(mails()), stock_of(alone["lines"][0]["variant_id"])) == (1, (999, 0))
        assert sound(alone)
        check_values()


def test_a_card_is_not_taken_out_of_what_waits_for_money() -> None:
    """It might come back, and would be closed: so it is taken out by itself."""
    with clock.frozen(NOON):
        order, _ = a_mixed_order(value=2000)
        dear = {"variant_id": a_variant(price=3 * CARD), "quantity": 1}
        refused = out(order, 1, besides=[dear])
        assert (refused.status, refused.json["code"]) == (409, "gift_card_line")
        cheap = {"variant_id": a_variant(price=1000), "quantity": 1}
        assert out(order, 1, besides=[cheap]).status == 200
        told_payments("order.amended")
        assert (cards_of(order["id"])[0].state, left(order)) == (State.CLOSED, {"gift_card": 2000, "manual": 4000})
        assert sound(order)


def test_a_card_is_used_or_its_order_paid_while_it_is_taken_out() -> None:
    """The amendment looks again: it is refused, or closes what was issued meanwhile."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        order, _ = a_mixed_order(value=2000)
        (mail,) = mails()
        buyer = paying_with(a_cart(subject=subject, price=4000), {"code": code_in(mail)})
        with pytest.MonkeyPatch.context() as patch:
            in_between(patch, take_back, "take_back_writes", lambda: [buyer.place()])
            refused = out(order, 1)
        assert (refused.status, refused.json["code"]) == (409, "gift_card_used")
        unpaid = cart_with(a_card_product(CARD), 2, subject=subject).place().json
        paid_by_transfer(subject, unpaid["id"], 2 * CARD)

        def is_paid() -> None:
            heard_all(apply_payments, events_in(PaymentsTable, "payment.captured"))
            heard("order.paid")

        with pytest.MonkeyPatch.context() as patch:
            in_between(patch, take_back, "bought_put", is_paid)
            assert out(unpaid, 1).status == 200
        assert sorted((one.state, one.balance) for one in cards_of(unpaid["id"])) == [(State.ACTIVE, CARD), (State.CLOSED, 0)]
        told_payments("order.amended")
        assert left(unpaid) == {"manual": CARD}
        check_values()
