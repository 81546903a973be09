"""X18: gift cards are bought as goods. Finding 8: buying, spending and refunding one. The books hold after every step."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.loyalty.model.stored import State, ValueBook
from functions.loyalty.sold import issue_bought, send_card
from functions.loyalty.store.records import LoyaltyTable
from functions.loyalty.store.values import booked_values
from functions.orders.app import app as orders_app
from functions.orders.store.records import CartsTable, OrdersTable
from functions.payments.refunds import of_gift_cards
from functions.shared.events.contracts.order_reviews import OrderHeld, OrderReviewReleased
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from tests.integration.loyalty.shop import NOON, hear, points_of, programme
from tests.integration.loyalty.sold_cards import GRACE, a_card_product, bought, cards_of, cart_with, code_in, heard, mails
from tests.integration.loyalty.tenders import a_card, check_values, credit_of, known, paying_with, refunded, switched
from tests.integration.orders.buyer import staff as orders_staff
from tests.integration.promotions.shop import NOON as ELEVEN
from tests.integration.promotions.shop import a_cart, launched
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def a_bought_card(subject: str, *, price: int = 10_000, quantity: int = 1, **fields: Any) -> Any:
    """Paid, issued."""
    order = bought(cart_with(a_card_product(price), quantity, subject=subject, **fields), subject)
    heard("order.paid")
    return order


def given_back(answer: Any) -> int:
    assert answer.status == 201, answer.text
    return sum(one["amount"]["amount"] for one in [answer.json, *answer.json["others"]])


def test_bought_spent_and_refunded() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        known(subject)
        order = a_bought_card(subject, send_to=GRACE)
        fee, line = order["totals"]["shipping"]["amount"], order["lines"][0]
        assert (line["tax"]["amount"], line["total"]["amount"]) == (0, 10_000)
        assert not [part for part in order["parts"] if part["kind"].startswith("tax") and part["line_id"] == line["id"]]
        assert check_values()[ValueBook.HELD] == 10_000
        (mail,) = mails()
        assert (mail.destinations["ToAddresses"], mail.subject) == (["grace@example.com"], "A gift card for you: CNY 100.00")
        assert "Happy &lt;b&gt;birthday" in mail.body
        assert mails() == []
        # Order 2: 40.00 of it.
        second = paying_with(a_cart(subject=subject, price=4000), {"code": code_in(mail)})
        other = second.place().json
        spent = sum(one["amount"]["amount"] for one in second.client.get(f"/v1/orders/{other['id']}").json["payments"])
        assert (cards_of(order["id"])[0].balance, check_values()[ValueBook.HELD]) == (10_000 - spent, 10_000 - spent)
        # Order 1 goes back, all of it: what is left on the card, and the card is of no use any more.
        assert given_back(refunded(order["id"])) == 10_000 - spent + fee
        assert (cards_of(order["id"])[0].state, check_values()[ValueBook.HELD]) == (State.CLOSED, 0)
        assert refunded(order["id"]).json["code"] == "refund_exceeds_captured"
        # Order 2 goes back: as credit, for there is no card any more.
        assert given_back(refunded(other["id"])) == spent
        assert (credit_of(subject), check_values()[ValueBook.HELD]) == (spent, spent)


def test_one_piece_refunded_closes_the_card_that_is_unused() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        order = a_bought_card(subject, price=5000, quantity=2)
        codes = [code_in(mail) for mail in mails()]
        assert len(set(codes)) == 2
        spent = paying_with(a_cart(subject=subject, price=100), {"code": codes[0]}).place().json
        assert spent["status"] == "paid"
        line = order["lines"][0]["id"]
        assert refunded(order["id"], lines=[{"line_id": line, "amount": {"amount": 5000, "currency": "CNY"}}]).json["code"] == (
            "gift_cards_by_piece"
        )
        assert refunded(order["id"], 5000).json["code"] == "gift_cards_by_piece"
        assert given_back(refunded(order["id"], lines=[{"line_id": line, "quantity": 1}])) == 5000
        states = {one.state: one.balance for one in cards_of(order["id"])}
        assert states == {State.CLOSED: 0, State.ACTIVE: 5000 - spent["totals"]["total"]["amount"]}
        check_values()


def test_a_card_is_spent_while_its_refund_is_claimed() -> None:
    """The refund looks again, and gives what is left."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        order = a_bought_card(subject)
        (mail,) = mails()
        buyer, line = paying_with(a_cart(subject=subject, price=4000), {"code": code_in(mail)}), order["lines"][0]["id"]
        with pytest.MonkeyPatch.context() as patch:
            in_between(patch, of_gift_cards, "take_back_writes", lambda: [buyer.place()])
            back = given_back(refunded(order["id"], lines=[{"line_id": line, "quantity": 1}]))
        assert 0 < back < 10_000
        books = check_values()
        assert (books[ValueBook.HELD], books[ValueBook.SPENT], books[ValueBook.CLOSED]) == (0, 10_000 - back, back)


def test_issued_once_whatever_dies_and_however_often_it_is_told() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        order = bought(cart_with(a_card_product(), 10, subject=subject), subject)
        real, calls = booked_values, list[int]()

        def dies(*args: Any) -> Any:
            calls.append(1)
            if len(calls) > 1:
                raise RuntimeError
            return real(*args)

        (paid,) = (one for one in events_in(OrdersTable, "order.paid") if one.subject == order["id"])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(issue_bought, "booked_values", dies)
            with pytest.raises(RuntimeError):
                issue_bought.note_paid_cards(paid)
        assert len(cards_of(order["id"])) == 5
        refused = refunded(order["id"])
        assert (refused.status, refused.json["code"]) == (409, "cards_awaited")
        with pytest.MonkeyPatch.context() as patch:
            in_between(patch, issue_bought, "booked_values", lambda: heard("order.paid"))
            heard("order.paid")
        heard("order.paid")
        assert [one.balance for one in cards_of(order["id"])] == [10_000] * 10
        assert check_values()[ValueBook.HELD] == 100_000
        assert len({code_in(mail) for mail in mails()}) == 10


def test_what_is_stored_tells_no_code_and_nobody() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        order = a_bought_card(subject, send_to=GRACE)
        (mail,) = mails()
        code = code_in(mail)
        for table in (LoyaltyTable, OrdersTable, CartsTable):
            for record in table.scan():
                text = str(record.to_dynamodb_dict())
                assert not any(word in text for word in (code, code.replace("-", ""), "grace@example.com", "birthday")), record.sk
        assert order["id"]


def test_a_day_to_send_and_again_by_staff() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        variant = a_card_product()
        buyer = cart_with(variant, subject=subject)
        for on, code in (("2026-11-26", "day_over"), ("2027-11-30", "too_late")):
            assert buyer.add(variant, send_to={"on": on}).json["code"] == code
        assert buyer.add(a_cart(guest=True).preview()["lines"][0]["variant_id"], send_to=GRACE).json["code"] == "no_gift_card"
        line = buyer.client.get(buyer.cart).json["lines"][0]["id"]
        changed = buyer.client.patch(f"{buyer.cart}/lines/{line}", {"send_to": GRACE | {"on": "2026-11-29"}})
        assert changed.json["lines"][0]["send_to"] == GRACE | {"on": "2026-11-29"}
        order = bought(buyer, subject)
        heard("order.paid")
        assert mails() == []
        (card,) = cards_of(order["id"])
        early = switched({"id": card.id}, "send")
        assert (early.status, early.json["code"]) == (409, "not_sent")
    with clock.frozen(NOON + timedelta(days=1, hours=20, minutes=59)):  # 08:59 in Shanghai
        assert mails() == []
    with clock.frozen(NOON + timedelta(days=1, hours=21)):
        (mail,) = mails()
        assert switched({"id": card.id}, "send").status == 200
        (again,) = mails()
        assert (code_in(again), again.destinations) == (code_in(mail), mail.destinations)


def test_two_who_send_a_letter_send_it_once() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        (card,) = cards_of(a_bought_card(subject)["id"])
        with pytest.MonkeyPatch.context() as patch:
            in_between(patch, send_card, "value_of", lambda: send_card.send_card(card.id))
            send_card.send_card(card.id)
        assert [one.data["number"] for one in events_in(LoyaltyTable, "gift_card.sent")] == [1]
        assert len(mails()) == 1


def test_held_orders_cards_buy_nothing_until_they_are_released() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        order = bought(cart_with(a_card_product(), subject=subject), subject)

        def told(payload: Any) -> None:
            hear(Envelope(fresh.new_id("evt"), payload.TYPE, 1, times.iso(NOON), order["id"], SYSTEM, vars(payload)))

        told(OrderHeld(order["id"], order["number"], 1))
        heard("order.paid")
        assert ([one.state for one in cards_of(order["id"])], mails()) == ([State.DISABLED], [])
        told(OrderReviewReleased(order["id"], order["number"], 1, times.iso(NOON)))
        told(OrderHeld(order["id"], order["number"], 1))  # late
        assert [one.state for one in cards_of(order["id"])] == [State.ACTIVE]
    with clock.frozen(NOON + timedelta(minutes=15)):
        assert len(mails()) == 1
        check_values()


def test_a_cancelled_order_closes_its_cards_unless_one_was_used() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        one, other = a_bought_card(subject), a_bought_card(subject)
        used, owner = mails()[0], Client(orders_app, bearer("owner"))
        paying_with(a_cart(subject=subject, price=100), {"code": code_in(used)}).place()
        spent = next(order for order in (one, other) if cards_of(order["id"])[0].balance < 10_000)
        kept = other if spent is one else one
        refused = owner.post(f"/v1/orders/{spent['id']}/cancel", {})
        assert (refused.status, refused.json["code"]) == (409, "gift_card_used")
        assert owner.post(f"/v1/orders/{kept['id']}/cancel", {}).status == 200
        assert cards_of(kept["id"])[0].state is State.CLOSED
        heard("order.cancelled")
        assert check_values()[ValueBook.CLOSED] == 10_000


def test_nothing_comes_off_a_card_and_no_other_one_pays_for_it() -> None:
    """No coupon, no points, no gift card, no credit; it brings no points either."""
    subject = str(uuid.uuid4())
    with clock.frozen(ELEVEN):
        launched(kind="fixed", amount=1000)
        programme()
        variant = a_card_product()
        buyer = cart_with(variant, subject=subject)
        paying_with(buyer, a_card(50_000))
        seen = buyer.preview()
        total, fee = seen["totals"]["total"]["amount"], seen["totals"]["shipping"]["amount"]
        assert (seen["totals"]["discount"]["amount"], total, fee, seen["to_pay"]["amount"]) == (0, 10_000, 0, 10_000)
        assert buyer.add(a_cart(guest=True, price=5000).preview()["lines"][0]["variant_id"]).status == 201
        assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"}).status == 200
        both = buyer.preview()
        assert (both["totals"]["discount"]["amount"], both["to_pay"]["amount"]) == (1000, 10_000)
        order = buyer.place(both["preview_hash"]).json
        assert [line["discount"]["amount"] for line in order["lines"]] == [0, 1000]
        # Nor once the goods that it paid for are taken out.
        refused = orders_staff().patch(f"/v1/orders/{order['id']}", {"lines": [{"line_id": order["lines"][1]["id"], "quantity": 0}]})
        assert (refused.status, refused.json["code"]) == (409, "gift_card_line")
        other = bought(cart_with(variant, subject=subject), subject)
        heard("order.paid")
        assert points_of(subject) == (0, 0, 0)
        assert len(cards_of(other["id"])) == 1
        check_values()


def test_ten_cards_an_order() -> None:
    many = cart_with(a_card_product(), 11).place()
    assert (many.status, many.json["code"], many.json["most"]) == (422, "too_many_cards", 10)
