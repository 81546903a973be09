"""X18, X19, X20, E06: gift cards and credit pay for orders, and what is refunded goes back by the rule; the books hold after every step."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from benchmarks.conflicts import conflicting
from functions.loyalty import cover_writes, give_value_back, keys_to_pay, value_items, values_in
from functions.loyalty.model.stored import ValueBook
from functions.loyalty.spending import pay_by_value
from functions.loyalty.store.records import LoyaltyTable
from functions.orders import place_basket
from functions.orders.app import apply_payments
from functions.orders.carts import promoted
from functions.orders.store.records import OrdersTable
from functions.payments.model.ledger import Entry
from functions.payments.store.records import LedgerRecord, PaymentsTable
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.plain.money import Money
from functions.shared.store.again import again
from functions.shared.store.records import find_many
from functions.shared.store.transactions import transact
from tests.integration.loyalty.shop import NOON, heard_all, owner_of, staff, swept
from tests.integration.loyalty.tenders import (
    a_card,
    balance_of,
    begun,
    check_values,
    credit_of,
    given_credit,
    known,
    paid_by_transfer,
    paying_with,
    refunded,
    switched,
    told_payments,
)
from tests.integration.orders.buyer import stock_of
from tests.integration.promotions.shop import a_cart
from tests.support.events import events_in
from tests.support.races import in_between


def test_a_card_pays_all_and_its_order_is_paid_when_it_is_placed() -> None:
    card = a_card(20_000)
    buyer = paying_with(a_cart(guest=True, price=5000), card)
    seen = buyer.preview()
    total = seen["totals"]["total"]["amount"]
    assert (seen["to_pay"]["amount"], seen["tenders"][0]["amount"]["amount"]) == (0, total)
    assert seen["totals"] == a_cart(guest=True, price=5000).preview()["totals"]  # a tender, no discount: tax and total are the same
    placed = buyer.place(seen["preview_hash"])
    assert (placed.status, placed.json["status"], placed.json["payment_status"]) == (201, "paid", "paid")
    assert balance_of(card) == 20_000 - total
    heard_all(apply_payments, events_in(PaymentsTable, "payment.captured"))  # what payments tell of it changes nothing
    assert [one.type for one in events_in(OrdersTable, "order.paid")] == ["order.paid"]
    entries = [load(Entry, one.body) for one in LedgerRecord.scan(LedgerRecord.kind == "ledger")]
    assert [[(one.account, one.amount) for one in entry.postings] for entry in entries] == [
        [("provider:gift_card:shop", total), (f"order:{placed.json['id']}", -total)]
    ]
    assert check_values()[ValueBook.SPENT] == total
    again_placed = buyer.place(seen["preview_hash"])
    assert (again_placed.status, balance_of(card)) == (409, 20_000 - total)


def test_several_payments_and_the_order_in_which_they_go_back() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        card = a_card(2000)
        assert given_credit(known(subject), 1500).status == 201
        buyer = paying_with(a_cart(subject=subject, price=9000), card, credit=True)
        total = buyer.preview()["totals"]["total"]["amount"]
        order = buyer.place().json
        assert (order["status"], order["payment_status"]) == ("pending_payment", "partially_paid")
        paid = buyer.client.get(f"/v1/orders/{order['id']}").json
        assert [one["amount"]["amount"] for one in paid["payments"]] == [2000, 1500]
        assert begun(subject, order["id"], "gift_card").status == 422  # nobody begins a payment with it
        rest = total - 3500
        paid_by_transfer(subject, order["id"], rest)
        heard_all(apply_payments, events_in(PaymentsTable, "payment.captured"))
        assert buyer.client.get(f"/v1/orders/{order['id']}").json["payment_status"] == "paid"
        # First what came from outside, then the card, then credit.
        made = refunded(order["id"], rest + 500)
        assert made.status == 201, made.text
        shares = [made.json["amount"]["amount"], *[one["amount"]["amount"] for one in made.json["others"]]]
        assert (shares, balance_of(card), credit_of(subject)) == ([rest, 500], 500, 0)
        assert refunded(order["id"]).status == 201
        assert (balance_of(card), credit_of(subject)) == (2000, 1500)
        assert refunded(order["id"], 1).status == 422
        assert check_values()[ValueBook.SPENT] == 0


def test_an_order_that_is_not_paid_in_full_gives_its_part_back_once() -> None:
    card = a_card(2000)
    buyer = paying_with(a_cart(guest=True, price=9000), card)
    order = buyer.place().json
    assert balance_of(card) == 0
    token = {"x-order-token": order["token"]}
    assert buyer.client.post(f"/v1/orders/{order['id']}/cancel", {}, **token).status == 200
    told_payments("order.cancelled")
    told_payments("order.cancelled")
    assert balance_of(card) == 2000
    assert check_values()[ValueBook.SPENT] == 0


def test_a_refund_that_is_sent_twice_gives_once() -> None:
    """Its first call died after it had written, or another is at it."""
    card = a_card(2000)
    order = paying_with(a_cart(guest=True, price=9000), card).place().json

    def sent() -> None:
        give_value_back(card["id"], Money(700, "CNY"), refund="r1", order_id=order["id"], customer_id=None)

    with pytest.MonkeyPatch.context() as patch:
        in_between(patch, pay_by_value, "value_of", sent)
        sent()
    assert balance_of(card) == 700
    assert check_values()[ValueBook.SPENT] == 1300


@pytest.mark.parametrize("change", ["spent", "disabled", "ended", "partly"])
def test_the_card_changes_between_preview_and_placing(change: str) -> None:
    """Never an order that is paid with no payment behind it."""
    with clock.frozen(NOON):
        worth = a_cart(guest=True, price=5000).preview()["totals"]["total"]["amount"]
        card = a_card(worth, expires_at=(NOON + timedelta(hours=1)).isoformat())
        buyer = paying_with(a_cart(guest=True, price=5000), card)
        seen, left, later = buyer.preview(), 0, NOON
        if change == "spent":
            assert paying_with(a_cart(guest=True, price=5000), card).place().status == 201
        elif change == "disabled":
            assert switched(card, "disable").status == 200
        elif change == "partly":
            paying_with(a_cart(guest=True, price=1), card).place()
            left = balance_of(card)
            assert 0 < left < worth
        else:
            later = NOON + timedelta(hours=1)
    with clock.frozen(later):
        variant = seen["lines"][0]["variant_id"]
        for refused in (buyer.place(seen["preview_hash"]), buyer.place()):
            assert (refused.status, refused.json["code"]) == (409, "preview_changed")
            assert refused.json["preview"]["to_pay"]["amount"] == worth - left
        assert stock_of(variant) == (1000, 0)
        check_values()


def test_two_carts_with_one_card_in_the_same_instant() -> None:
    worth = a_cart(guest=True, price=5000).preview()["totals"]["total"]["amount"]
    card = a_card(worth)
    one, other = (paying_with(a_cart(guest=True, price=5000), card) for _ in range(2))
    first, second = one.preview()["preview_hash"], other.preview()["preview_hash"]
    with pytest.MonkeyPatch.context() as patch:
        in_between(patch, promoted, "values_in", lambda: [other.place(second)])
        raced = one.place(first)
    assert (raced.status, raced.json["code"], raced.json["preview"]["to_pay"]["amount"]) == (409, "preview_changed", worth)
    assert one.place(raced.json["preview"]["preview_hash"]).status == 201
    assert check_values()[ValueBook.SPENT] == worth


def test_a_hundred_at_once_never_overdraw() -> None:
    """Card and credit together; 25 of 100 fit. Takes its time: that is what threads cost under moto."""
    subject = str(uuid.uuid4())
    card, customer = a_card(100), known(subject)
    assert given_credit(customer, 150).status == 201
    keys = keys_to_pay([card["id"]], customer, "CNY")

    def one(number: int) -> str:
        def attempt() -> str:
            covers = values_in(find_many(value_items(keys)), keys, clock.now()).covers(10)
            if sum(cover.amount for cover in covers) < 10:
                return "short"
            transact(cover_writes(covers, f"ord_{number}", SYSTEM))
            return "spent"

        try:
            return again(attempt)
        except Unavailable:
            return "busy"

    with conflicting() as conflicts, ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(one, range(100)))
    spent = outcomes.count("spent")
    assert conflicts["conflicts"]
    assert 0 < spent <= 25
    assert spent == 25 or "busy" in outcomes
    assert balance_of(card) + credit_of(subject) == 250 - 10 * spent
    assert check_values()[ValueBook.SPENT] == 10 * spent


def test_cards_from_issue_to_their_end() -> None:
    with clock.frozen(NOON):
        end = NOON + timedelta(days=2)
        body = {"worth": {"amount": 3000, "currency": "CNY"}, "count": 20, "active": False, "expires_at": end.isoformat(), "reason": "bulk"}
        manager = staff()
        made = manager.post("/v1/admin/gift_cards", body, **{"idempotency-key": "bulk-1"})
        assert made.json == manager.post("/v1/admin/gift_cards", body, **{"idempotency-key": "bulk-1"}).json
        cards = made.json["cards"]
        codes = {one["code"].replace("-", "") for one in cards}
        assert (len(codes), {len(code) for code in codes}, check_values()[ValueBook.HELD]) == (20, {16}, 0)
        for record in LoyaltyTable.scan():
            assert not any(code in str(record.to_dynamodb_dict()) for code in codes)
        listed = staff().get(f"/v1/admin/gift_cards?batch={made.json['batch']}").json["data"]
        assert {one["id"] for one in listed} == {one["id"] for one in cards}
        card, guest = cards[0], a_cart(guest=True)
        dead = guest.client.put(f"{guest.cart}/gift_cards", {"code": card["code"]})
        assert (dead.status, dead.json["code"]) == (404, "unknown_card")
        assert switched(card, "disable").json["code"] == "card_state"
        assert (switched(card, "activate").status, switched(card, "activate").status) == (200, 409)
        assert check_values()[ValueBook.HELD] == 3000
        loyalty = owner_of(str(uuid.uuid4()))
        told = loyalty.post("/v1/gift_cards/balance", {"code": card["code"].lower().replace("-", " ")}).json
        assert (told["balance"]["amount"], told["reason"]) == (3000, None)
        assert switched(card, "disable").status == 200
        assert loyalty.post("/v1/me/store_credit/redeem", {"code": card["code"]}).json["reason"] == "disabled"
        assert switched(card, "enable").status == 200
        foreign = a_card(500, "EUR")
        wrong = guest.client.put(f"{guest.cart}/gift_cards", {"code": foreign["code"]})
        assert (wrong.status, wrong.json["code"]) == (409, "wrong_currency")
        assert switched(cards[1], "freeze").status == 404
        assert staff().post("/v1/admin/gift_cards", body | {"expires_at": NOON.isoformat()}).json["code"] == "over_already"
    with clock.frozen(end):
        assert loyalty.post("/v1/gift_cards/balance", {"code": card["code"]}).json["reason"] == "expired"
        swept()
        swept()
        assert check_values()[ValueBook.EXPIRED] == 3000
        assert balance_of(foreign) == 500


def test_credit_topped_up_redeemed_paid_out_and_refunded_to() -> None:
    subject = str(uuid.uuid4())
    customer, owner = known(subject), owner_of(subject)
    card = a_card(4000)
    assert owner.post("/v1/me/store_credit/redeem", {"code": card["code"]}).json["balance"]["amount"] == 4000
    assert owner.post("/v1/me/store_credit/redeem", {"code": card["code"]}).json["reason"] == "empty"
    assert given_credit(customer, 4001, "pay_out").json["code"] == "credit_short"
    assert given_credit(customer, 1000, "pay_out").json["balance"]["amount"] == 3000
    assert given_credit(customer, 0).status == 422
    assert given_credit("cus_nobody", 5).status == 404
    assert [one["kind"] for one in owner.get("/v1/me/store_credit/moves?currency=CNY").json["data"]] == ["paid_out", "moved"]
    books = check_values()
    assert (books[ValueBook.MOVED], books[ValueBook.PAID_OUT]) == (0, 1000)
    # A card that was closed meanwhile: its part goes to its owner's credit. And money as credit where that is asked.
    second = a_card(9_000)
    buyer = paying_with(a_cart(subject=subject, price=5000), second)
    order = buyer.place().json
    total = order["totals"]["total"]["amount"]
    assert switched(second, "close").status == 200
    assert refunded(order["id"], 1000).json["status"] in ("pending", "succeeded")
    assert refunded(order["id"], 500, to="store_credit").json["to"] == "store_credit"
    assert (credit_of(subject), balance_of(second)) == (4500, 0)
    entries = [load(Entry, one.body) for one in LedgerRecord.scan(LedgerRecord.kind == "ledger")]
    of_order = sum(one.amount for entry in entries for one in entry.postings if one.account == f"order:{order['id']}")
    assert of_order == 1500 - total
    guest = paying_with(a_cart(guest=True, price=5000), third := a_card(20_000)).place().json
    assert switched(third, "close").status == 200
    assert refunded(guest["id"], 10, to="store_credit").json["code"] == "no_account"
    check_values()


def test_who_has_no_account_has_no_credit_and_guesses_are_counted() -> None:
    guest = a_cart(guest=True)
    assert guest.client.put(f"{guest.cart}/store_credit").status == 401
    for _ in range(10):
        assert guest.client.put(f"{guest.cart}/gift_cards", {"code": "0000-0000-0000-0000"}).status == 404
    assert guest.client.put(f"{guest.cart}/gift_cards", {"code": a_card(100)["code"]}).status == 429


def test_cards_that_a_buyer_put_into_a_cart_are_not_spent_by_a_machine() -> None:
    """X18, X47: nothing is placed, and the card keeps its money."""
    card = a_card(2000)
    buyer = paying_with(a_cart(guest=True, price=9000), card)
    token, agreed = buyer.client.headers["x-cart-token"], buyer.preview()["preview_hash"]
    with pytest.raises(Conflict) as refused:
        place_basket(buyer.cart_id, token, channel="web", language="en", preview_hash=agreed)
    assert refused.value.code == "storefront_only"
    assert balance_of(card) == 2000
