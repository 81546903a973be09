"""Money (section A of the findings of 25 November 2026), seen from outside; orders of 0 are in
test_orders_of_nothing.py, stock, places and goods in test_findings_a_stock.py.

Not seen over HTTP in reasonable time, or not at all: F-A6, 101 attempts (tests/integration/payments/attempts/test_limits.py); F-A15, a
quiet minute (tests/integration/promotions/test_agreed_prices.py); F-A26 (test_contention.py here, tests/unit/shared/store/test_again.py);
F-A27 (tests/unit/shared/store/test_find_many.py); F-A28 (tests/integration/reports/test_sales_report.py); F-A29
(tests/integration/payments/attempts/test_sweep.py).
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.journeys.merchant import (
    a_code,
    a_product,
    basket,
    cny,
    paid,
    parcel,
    place,
    refunded,
    refusal,
    shipments,
    shipped_by_hand,
    subjects,
    types,
)
from tests.journeys.rules import SUZHOU
from tests.journeys.shopper import Headers, Shop, eventually
from tests.journeys.test_promotions import a_coupon, claimed, state_of

Paid = tuple[dict[str, Any], Headers]


@pytest.fixture(scope="module")
def variant(shop: Shop) -> str:
    return str(a_product(shop, 4000, stock=90)["variants"][0]["id"])


def states(order: dict[str, Any]) -> tuple[str, str, str | None]:
    return order["status"], order["payment_status"], order["cancel_reason"]


# — refunds and parcels —


def test_what_is_paid_back_before_the_pick_up_stays_here(shop: Shop) -> None:
    """F-A3 (a)"""
    variant = a_product(shop, 5900, stock=3)["variants"][0]["id"]
    order, own = paid(shop, basket(shop, variant, quantity=2))
    shop.order_when(order["id"], own, lambda o: bool(o["shipments"]) and o["shipments"][0]["waybill"])
    refunded(shop, order)
    ended = shop.order_when(order["id"], own, lambda o: o["status"] == "cancelled")
    assert (states(ended), [p["status"] for p in ended["shipments"]]) == (("cancelled", "refunded", "refunded"), ["CANCELLED"])
    assert shop.stock(variant) == {"on_hand": 3, "reserved": 0, "available": 3}


def test_pieces_that_were_paid_back_are_not_shipped_unless_staff_say_so_and_the_rest_ends_the_order(shop: Shop, variant: str) -> None:
    """F-A3 (b) (c), F-A22: the refund is in order, timeline and mail."""
    to = f"{uuid.uuid4().hex}@example.com"
    order, own = paid(shop, basket(shop, variant, quantity=3, email=to, **SUZHOU))
    refunded(shop, order, lines=[{"line_id": order["lines"][0]["id"], "quantity": 1}])
    back = shop.order_when(order["id"], own, lambda o: o["payment_status"] == "partially_refunded")
    assert (back["totals"]["refunded"], [(one["amount"], one["status"]) for one in back["refunds"]]) == (
        cny(4000),
        [(cny(4000), "succeeded")],
    )
    warehouse = shop.staff("warehouse")
    assert refusal(shop, "POST", shipments(order), parcel(order, 3), **warehouse) == (409, "pieces_refunded")
    made = shipped_by_hand(shop, order, 2)
    shop.send("POST", f"{shipments(order)}/{made['shipment_id']}/trace", {"status": "DELIVERED"}, 201, **warehouse)
    ended = shop.order_when(order["id"], own, lambda o: o["status"] == "delivered")
    assert (ended["fulfilment_status"], ended["payment_status"]) == ("delivered", "partially_refunded")
    assert types(shop, order, own).count("order.refunded") == 1
    eventually(lambda: [s for s in subjects(shop, to) if "refund" in s.lower() or "退款" in s], lambda found: len(found) == 1)


def test_everything_paid_back_by_hand_nothing_can_be_shipped(shop: Shop, variant: str) -> None:
    """F-A3 (b): as it was found, `refunds {"reason": "all"}` and then a parcel."""
    order, own = paid(shop, basket(shop, variant, **SUZHOU))
    refunded(shop, order)
    shop.order_when(order["id"], own, lambda o: o["status"] == "cancelled")
    assert refusal(shop, "POST", shipments(order), parcel(order), **shop.staff("warehouse"))[0] == 409


def test_a_duplicate_that_goes_back_leaves_the_coupon_with_the_order(shop: Shop, variant: str) -> None:
    """F-A5: and the cancellation of the order gives it back, once."""
    customer = shop.customer()
    own = claimed(shop, a_coupon(shop, return_on_refund=True), customer)
    order, _ = place(shop, basket(shop, variant, customer=customer, codes=[own["code"]]))
    first = shop.payment(order, customer.own, "wechatpay", method="native")
    second = shop.payment(order, customer.own, "alipay", method="precreate")
    shop.customer_does(first)
    eventually(lambda: state_of(shop, customer), lambda found: found == [("redeemed", order["id"])])
    shop.customer_does(second)
    path = f"/v1/payments/{second['id']}"
    eventually(lambda: shop.get(path, **customer.own)["refunded"], lambda money: money == order["totals"]["total"])
    kept = shop.get(f"/v1/orders/{order['id']}", **customer.own)
    assert (kept["payment_status"], kept["refunds"], state_of(shop, customer)) == ("paid", [], [("redeemed", order["id"])])
    assert "order.refunded" not in types(shop, order, customer.own)
    shop.send("POST", f"/v1/orders/{order['id']}/cancel", {}, **shop.staff("support"))
    eventually(lambda: state_of(shop, customer), lambda found: found == [("claimed", None)])


# — money by hand —


def by_transfer(shop: Shop, variant: str) -> tuple[dict[str, Any], Headers, dict[str, Any]]:
    order, own = place(shop, basket(shop, variant, **SUZHOU))
    return order, own, shop.payment(order, own, "manual", method="bank_transfer")


def receipt(shop: Shop, payment: dict[str, Any], text: str, expected: int = 200) -> dict[str, Any]:
    body = {"receipt": text, "amount": payment["amount"]}
    path = f"/v1/admin/payments/{payment['id']}/record_receipt"
    answer: dict[str, Any] = shop.send("POST", path, body, expected, **shop.staff("finance"))
    return answer


def test_a_transfer_waits_for_days_and_one_receipt_pays_one_order(shop: Shop, variant: str) -> None:
    """F-A10 F-A11: however the receipt is typed; the buyer is told how long."""
    number = uuid.uuid4().hex[:10].upper()
    order, own, payment = by_transfer(shop, variant)
    end = datetime.fromisoformat(order["placed_at"]) + timedelta(hours=72)
    held = shop.get(f"/v1/orders/{order['id']}", **own)
    assert [datetime.fromisoformat(at) for at in (held["payment_deadline"], payment["payment_deadline"])] == [end, end]
    assert payment["next_action"]["params"]["pay_until"] == payment["expires_at"] == held["payment_deadline"]
    receipt(shop, payment, number)
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")
    _, _, other = by_transfer(shop, variant)
    for typed in (number, f" {number.lower()} ", "".join(chr(ord(c) + 0xFEE0) for c in number)):
        used = receipt(shop, other, typed, 409)
        assert (used["code"], used["order_id"]) == ("receipt_used", order["id"])
    cash = [place(shop, basket(shop, variant, **SUZHOU)) for _ in range(2)]
    for one, key in cash:
        shop.payment(one, key, "manual", method="cash_on_delivery")
    file = "order_number,amount,receipt\n" + "".join(f"{one['number']},47.00,W{number}\n" for one, _ in cash)
    path = f"/v1/admin/delivery_settlements?settlement={number}"
    rows = shop.send("POST", path, file.encode(), Content_Type="text/csv", **shop.staff("finance"))["rows"]
    assert [(row["outcome"], row.get("used_for")) for row in rows] == [("recorded", None), ("receipt_used", cash[0][0]["number"])]


def test_money_for_a_cancelled_order_is_a_task_until_somebody_has_sent_it(shop: Shop, variant: str) -> None:
    """F-A9"""
    order, own, payment = by_transfer(shop, variant)
    finance = shop.staff("finance")
    shop.send("POST", f"/v1/orders/{order['id']}/cancel", {}, **own)
    receipt(shop, payment, uuid.uuid4().hex)

    def tasks(status: str) -> list[dict[str, Any]]:
        found = shop.get(f"/v1/admin/payment_tasks?status={status}&limit=100", **finance)["data"]
        return [one for one in found if one["payment_id"] == payment["id"]]

    (task,) = eventually(lambda: tasks("open"), bool)
    assert (task["amount"], task["order_number"], task["method"]) == (order["totals"]["total"], order["number"], "bank_transfer")
    seen = shop.get(f"/v1/payments/{payment['id']}", **own)
    assert (seen["refunded"], seen["refund_pending"]) == (cny(0), order["totals"]["total"])
    for _ in range(2):
        shop.send("POST", f"/v1/admin/payment_tasks/{task['id']}/confirm", {"reference": f"OUT {task['id']}"}, **finance)
    assert (shop.get(f"/v1/payments/{payment['id']}", **own)["refunded"], tasks("open")) == (order["totals"]["total"], [])
    assert [one["reference"] for one in tasks("done")] == [f"OUT{task['id']}".upper()]


# — parts, disputes, deadlines —


def test_a_part_that_was_taken_ships_nothing_by_itself_and_the_rest_can_be_paid(shop: Shop, variant: str) -> None:
    """F-A12: 60.00 of 160.00 and more, as it was found; nothing is lost in silence."""
    order, own = place(shop, basket(shop, variant, quantity=4, **SUZHOU))
    total = order["totals"]["total"]["amount"]
    payment = shop.payment(order, own, "stripe", capture="manual")
    shop.customer_does(payment)
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "authorized")
    capture = f"/v1/admin/payments/{payment['id']}/capture"
    told = shop.call("POST", capture, {"amount": cny(6000)}, **shop.staff("finance"))
    assert (told.status, told.json["code"], told.json["released"]) == (409, "capture_would_release", cny(total - 6000))
    shop.send("POST", capture, {"amount": cny(6000), "final": True}, 201, **shop.staff("finance"))
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "partially_paid")
    warehouse = shop.staff("warehouse")
    assert refusal(shop, "POST", shipments(order), parcel(order, 4), **warehouse) == (409, "order_unpaid")
    rest = shop.payment(order, own, "sandbox")
    assert rest["amount"] == cny(total - 6000)
    shop.customer_does(rest)
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")
    shipped_by_hand(shop, order, 4)


@pytest.mark.parametrize(("outcome", "after"), [("won", "paid"), ("lost", "charged_back")])
def test_a_dispute_is_on_the_order_and_holds_its_goods_back(shop: Shop, variant: str, outcome: str, after: str) -> None:
    """F-A13"""
    order, own = place(shop, basket(shop, variant, **SUZHOU))
    payment = shop.payment(order, own, "stripe")
    shop.customer_does(payment)
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")
    shop.customer_does(payment, "dispute")
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "disputed")
    warehouse = shop.staff("warehouse")
    assert refusal(shop, "POST", shipments(order), parcel(order), **warehouse) == (409, "order_disputed")
    shop.customer_does(payment, f"dispute_{outcome}")
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == after)
    told = [one for one in types(shop, order, own) if "dispute" in one]
    assert told == ["order.disputed", "order.dispute_closed"]
    again = refusal(shop, "POST", shipments(order), parcel(order), **warehouse)
    assert again[0] == (201 if outcome == "won" else 409)


def test_whoever_is_given_more_time_can_pay_for_as_long(shop: Shop, variant: str) -> None:
    """F-A24"""
    order, own = place(shop, basket(shop, variant))
    payment = shop.payment(order, own, "sandbox")
    longer = shop.send("POST", f"/v1/orders/{order['id']}/extend", None, **own)
    assert longer["payment_deadline"] > order["payment_deadline"]
    path = f"/v1/payments/{payment['id']}"
    eventually(lambda: shop.get(path, **own)["expires_at"], lambda at: at == longer["payment_deadline"])
    with shop.another_time() as set_to:
        set_to(datetime.fromisoformat(order["payment_deadline"]) + timedelta(minutes=2))
        shop.run("payments-sweep")
        shop.customer_does(payment)
        shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")


# — the price that was shown —


def test_a_code_that_ran_out_raises_no_price_in_silence(shop: Shop, variant: str) -> None:
    """F-A14: until the buyer has seen the new price, whether or not they send the preview's hash."""
    code = a_code(shop, {"kind": "fixed", "amount": 500}, limits={"uses": 1})
    first, second = (basket(shop, variant, codes=[code], **SUZHOU) for _ in range(2))
    shown = [shop.get(f"{path}/preview", **own)["totals"]["total"]["amount"] for path, own in (first, second)]
    assert shown == [4200, 4200]
    assert place(shop, first)[0]["totals"]["total"] == cny(4200)
    body = {"cart_id": second[0].rsplit("/", 1)[1]}
    for _ in range(2):
        late = shop.call("POST", "/v1/orders", body, **second[1])
        assert (late.status, late.json["code"], late.json["preview"]["totals"]["total"]) == (409, "coupon_unusable", cny(4700))
    order, _ = place(shop, second, preview_hash=late.json["preview"]["preview_hash"])
    assert order["totals"]["total"] == cny(4700)


@pytest.fixture(scope="module")
def promotions(shop: Shop) -> str:
    """Where promotions are added to a campaign of a day in a month's time."""
    start = shop.now() + timedelta(days=30)
    body = {"name": {"zh": "周末", "en": "Weekend"}, "starts_at": start.isoformat(), "ends_at": (start + timedelta(days=1)).isoformat()}
    return f"/v1/admin/campaigns/{shop.send('POST', '/v1/admin/campaigns', body, 201, **shop.staff('manager'))['id']}/promotions"


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"kind": "every", "amount": 5000, "minimum": 3000}, "more_than_spent"),
        ({"kind": "every", "amount": 3000, "minimum": 3000}, "more_than_spent"),
        ({"kind": "tiers", "tiers": [{"minimum": 100, "off": 100}]}, "more_than_spent"),
        ({"kind": "gift", "gifts": ["var_01JZZZZZZZZZZZZZZZZZZZZZZZ"]}, "unknown_variant"),
        ({"kind": "fixed", "amount": 500, "scope": {"categories": ["cat_none"]}}, "unknown_category"),
        ({"kind": "fixed", "amount": 500, "scope": {"brands": ["brd_none"]}}, "unknown_brand"),
        ({"kind": "fixed", "amount": 500, "scope": {"products": ["prod_none"]}}, "unknown_product"),
        ({"kind": "fixed", "amount": 500, "ends_at": "2039-01-01T00:00:00"}, "outside_campaign"),
    ],
)
def test_rules_that_make_no_sense_are_refused(shop: Shop, promotions: str, rule: dict[str, Any], code: str) -> None:
    """F-A16: in a campaign, and as a coupon."""
    rule = {"name": {"zh": "优惠", "en": "Offer"}, "currency": "CNY"} | rule
    assert refusal(shop, "POST", promotions, rule, **shop.staff("manager")) == (422, code)
    if rule["kind"] != "gift" and code != "outside_campaign":
        body = {"distribution": "code", "code": f"N{uuid.uuid4().hex[:10].upper()}", "rule": rule}
        assert refusal(shop, "POST", "/v1/admin/coupons", body, **shop.staff("manager")) == (422, code)
