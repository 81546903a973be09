"""Codes in carts and orders: what they take off, what they use up, and what comes back."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import app as orders_app
from functions.orders.app import run_timers
from functions.orders.store.records import OrdersTable
from functions.promotions.app import react
from functions.promotions.store.records import PromotionsTable
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.orders.buyer import a_variant, captured, counted
from tests.integration.promotions.shop import NOON, a_cart, a_coupon, claimed, code_of, copies, customer_of, funds, use
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Client


def reasons(preview: Any) -> dict[str, str]:
    return {entry["code"]: entry["reason"] for entry in preview["promotions"]["refused"]}


def test_a_code_takes_off_what_it_says_and_the_order_keeps_it() -> None:
    """I01, I03, I15"""
    coupon = a_coupon(limits={"uses": 5, "budget": 10_000})
    buyer = a_cart(price=5000)
    assert use(buyer, "save-10").json["coupons"] == ["SAVE10"]
    preview = buyer.preview()
    assert (preview["totals"]["discount"]["amount"], preview["totals"]["total"]["amount"]) == (1000, 5000)
    (applied,) = preview["promotions"]["applied"]
    assert (applied["code"], applied["amount"]["amount"], applied["text"]) == ("SAVE10", 1000, "减十元：减 CNY 10.00")
    placed = buyer.place(preview["preview_hash"])
    nothing_back = {"refunded": {"amount": 0, "currency": "CNY"}}
    assert (placed.status, placed.json["totals"]) == (201, preview["totals"] | nothing_back)
    assert next((p["kind"], p["code"], p["amount"]["amount"]) for p in placed.json["parts"]) == ("discount", "SAVE10", -1000)
    left = funds(coupon["id"])
    assert (left.uses_left, left.budget_left) == (4, 9000)
    (event,) = events_in(PromotionsTable, "coupon.reserved")
    assert (event.data["order_id"], event.data["amount"]) == (placed.json["id"], 1000)


def test_explanations_speak_the_buyers_language() -> None:
    """I15"""
    a_coupon(rule={"minimum": 9000})
    buyer = a_cart(price=5000)
    use(buyer, "SAVE10")
    for language, text in {"zh": "再买 CNY 40.00 可减 CNY 10.00。", "en": "Buy CNY 40.00 more and CNY 10.00 comes off."}.items():
        (refused,) = buyer.client.get(f"{buyer.cart}/preview", Accept_Language=language).json["promotions"]["refused"]
        assert (refused["reason"], refused["missing"], refused["text"]) == ("below_minimum", 4000, text)


def test_what_takes_nothing_off_uses_nothing_up() -> None:
    """X21"""
    coupon = a_coupon(rule={"minimum": 9000}, limits={"uses": 1, "per_customer": 1, "per_day": 1})
    buyer = a_cart(price=5000)
    use(buyer, "SAVE10")
    assert buyer.place().status == 201
    assert funds(coupon["id"]).uses_left == 1
    assert events_in(PromotionsTable) == []


def test_requests_stay_within_the_budget() -> None:
    """Preview ≤ 3, place ≤ 4, also with codes of every kind and in a process that has just begun."""
    subject = str(uuid.uuid4())
    a_coupon(limits={"uses": 10, "per_customer": 3, "per_day": 5, "budget": 100_000})
    own = claimed(a_coupon(distribution="claim")["id"], subject)
    buyer = a_cart(subject=subject)
    use(buyer, "SAVE10")
    use(buyer, own)
    with counted() as calls:
        preview = buyer.preview()
    assert calls == {"GetItem": 1, "BatchGetItem": 1}
    assert len(preview["promotions"]["applied"]) == 2
    with counted() as calls:
        assert buyer.place(Idempotency_Key="k").status == 201
    assert calls == {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 1}


@pytest.mark.parametrize("limit", ["uses", "per_day", "budget"])
def test_a_limit_of_one_serves_one_of_fifty_parallel_orders(limit: str) -> None:
    """I03"""
    coupon = a_coupon(limits={limit: 1000 if limit == "budget" else 1})
    variant = a_variant(stock=1000, price=5000)
    first = a_cart(variant=variant, guest=True)
    use(first, "SAVE10")
    agreed = first.preview()["preview_hash"]
    buyers = [first, *copies(first, 49 if limit == "uses" else 7)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda buyer: buyer.place(agreed), buyers))
    assert sorted({answer.status for answer in answers}) == [201, 409]
    assert sum(answer.status == 201 for answer in answers) == 1
    assert {a.code for a in answers if a.status == 409} <= {"coupon_unusable", "preview_changed"}
    assert len(events_in(PromotionsTable, "coupon.reserved")) == 1
    if limit == "uses":
        assert funds(coupon["id"]).uses_left == 0
        assert reasons(copies(first, 1)[0].preview()) == {"SAVE10": "used_up"}


def test_one_customer_uses_it_as_often_as_he_may() -> None:
    """I01"""
    a_coupon(limits={"per_customer": 1})
    subject = str(uuid.uuid4())
    first, second, guest = a_cart(subject=subject), a_cart(subject=subject), a_cart(guest=True)
    for buyer in (first, second, guest):
        use(buyer, "SAVE10")
    stale = second.preview()["preview_hash"]
    assert first.place().status == 201
    assert reasons(second.preview()) == {"SAVE10": "used_by_you"}
    assert second.place(stale).code == "preview_changed"
    assert reasons(guest.preview()) == {"SAVE10": "members_only"}


def test_a_coupon_of_another_customer_is_unknown() -> None:
    """I03"""
    code = claimed(a_coupon(distribution="claim")["id"], str(uuid.uuid4()))
    thief, guest = a_cart(), a_cart(guest=True)
    for buyer in (thief, guest):
        refused = use(buyer, code)
        assert (refused.status, refused.code) == (404, "unknown_code")
    assert code_of(code).state == "claimed"


def test_over_from_the_very_second() -> None:
    """I03"""
    a_coupon(rule={"ends_at": "2027-01-01T00:00:00"})
    buyer = a_cart()
    use(buyer, "SAVE10")
    end = times.parse("2026-12-31T16:00:00Z")
    with clock.frozen(end - timedelta(milliseconds=1)):
        last = buyer.preview()
        assert last["totals"]["discount"]["amount"] == 1000
    with clock.frozen(end):
        assert reasons(buyer.preview()) == {"SAVE10": "ended"}
        assert buyer.place(last["preview_hash"]).code == "preview_changed"
    assert events_in(PromotionsTable, "coupon.reserved") == []


def test_cancelled_it_comes_back_whole() -> None:
    """I03"""
    subject = str(uuid.uuid4())
    coupon = a_coupon(distribution="claim", limits={"uses": 3, "per_customer": 1, "per_day": 2, "budget": 5000, "claims": 9})
    code = claimed(coupon["id"], subject)
    assert funds(coupon["id"]).budget_left == 4000
    buyer = a_cart(subject=subject, price=600)
    use(buyer, code)
    placed = buyer.place()
    assert placed.json["totals"]["discount"]["amount"] == 600
    assert (code_of(code).state, funds(coupon["id"]).budget_left, funds(coupon["id"]).uses_left) == ("reserved", 4400, 2)
    assert buyer.client.post(f"/v1/orders/{placed.json['id']}/cancel", {}).status == 200
    after = code_of(code)
    assert (after.state, funds(coupon["id"]).budget_left, funds(coupon["id"]).uses_left) == ("claimed", 4000, 3)
    again = a_cart(subject=subject)
    assert use(again, code).status == 200
    assert again.place().json["totals"]["discount"]["amount"] == 1000
    assert [e.type for e in events_in(PromotionsTable)] == ["coupon.claimed", "coupon.reserved", "coupon.returned", "coupon.reserved"]


def test_an_unpaid_order_gives_it_back_and_a_paid_one_redeems_it_once() -> None:
    """I03"""
    subject = str(uuid.uuid4())
    coupon = a_coupon(distribution="claim")
    code = claimed(coupon["id"], subject)
    with clock.frozen(NOON):
        late = a_cart(subject=subject)
        use(late, code)
        order = late.place().json
    with clock.frozen(NOON + timedelta(hours=3)):
        due = {"pk": f"ORD#{order['id']}", "sk": "TIMER#payment_deadline", "due_at": order["payment_deadline"]}
        assert run_timers(sqs([due]), None) == {"batchItemFailures": []}
        assert code_of(code).state == "claimed"
        buyer = a_cart(subject=subject)
        use(buyer, code)
        paid = buyer.place().json
        assert orders_paid(paid) == {"batchItemFailures": []}
        assert orders_paid(paid) == {"batchItemFailures": []}
    assert code_of(code).state == "redeemed"
    assert len(events_in(PromotionsTable, "coupon.redeemed")) == 1
    assert use(a_cart(subject=subject), code).code == "coupon_already_used"


def orders_paid(order: Any) -> dict[str, Any]:
    from functions.orders.app import apply_payments
    from functions.orders.store.records import OrdersTable

    apply_payments(sqs_of_events([captured(order)]), None)
    answer: dict[str, Any] = react(sqs_of_events(events_in(OrdersTable, "order.paid")), None)
    return answer


@pytest.mark.parametrize(("setting", "state"), [(True, "claimed"), (False, "redeemed")])
def test_a_full_refund_returns_it_where_the_coupon_says_so(setting: bool, state: str) -> None:
    """I03"""
    from tests.integration.orders.buyer import event

    subject = str(uuid.uuid4())
    code = claimed(a_coupon(distribution="claim", return_on_refund=setting)["id"], subject)
    buyer = a_cart(subject=subject)
    use(buyer, code)
    order = buyer.place().json
    orders_paid(order)
    total = order["totals"]["total"]["amount"]
    (paid,) = events_in(OrdersTable, "order.paid")
    data = {"refund_id": "ref_1", "payment_id": "pay_1", "amount": 1, "currency": "CNY", "shipping": 0, "other": 1, "reason": "x"}
    data |= {"order": paid.data["order"], "refunded_at": "2025-03-10T04:05:00.000Z"}
    react(sqs_of_events([event("order.refunded", data | {"total_refunded": 1, "fully": False}, order["id"])]), None)
    assert code_of(code).state == "redeemed"
    whole = event("order.refunded", data | {"total_refunded": total, "fully": True}, order["id"])
    for _ in range(2):
        assert react(sqs_of_events([whole]), None) == {"batchItemFailures": []}
    assert code_of(code).state == state


def test_codes_that_cannot_be() -> None:
    """I03"""
    buyer = a_cart()
    for typed in ("NOPE99", "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80", "%D0%90%D0%91%D0%92", "2", "X" * 70, "ABCDEFGHJKMNPQ"):
        refused = use(buyer, typed)
        assert (refused.status, refused.code) == (404, "unknown_code"), typed
    assert buyer.client.delete(f"{buyer.cart}/coupons/NOPE99").status == 404


def test_look_alikes_and_spelling_do_not_matter() -> None:
    """I03"""
    a_coupon(code="SAVE-1O")
    buyer = a_cart()
    for typed in ("save10", "SAVEIO", "S A V E 1 0", "ｓａｖｅ１０"):
        assert use(buyer, typed).json["coupons"] == ["SAVE1O"], typed
    assert buyer.client.delete(f"{buyer.cart}/coupons/SAVE10").json["coupons"] == []


def test_a_guest_order_with_a_code_can_be_cancelled() -> None:
    coupon = a_coupon(limits={"uses": 1})
    buyer = a_cart(guest=True)
    use(buyer, "SAVE10")
    order = buyer.place().json
    assert Client(orders_app, {"x-order-token": order["token"]}).post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
    assert funds(coupon["id"]).uses_left == 1
    assert customer_of(str(uuid.uuid4())).startswith("cus_")
