"""What becomes of money after the customer's yes: held and taken, let go, given back, disputed. All over the deployed template."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.behind import Behind
from tests.journeys.parcels.test_invoices import ENTITY
from tests.journeys.shopper import Headers, Shop, eventually

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture(scope="module")
def variant(shop: Shop) -> str:
    return str(shop.a_variant(stock=50)["id"])


def held(shop: Shop, variant: str, provider: str = "stripe") -> tuple[dict[str, Any], Headers, dict[str, Any]]:
    """An order released on money that the provider holds, and its payment."""
    order, own = shop.placed_order(variant)
    payment = shop.payment(order, own, provider, capture="manual")
    assert shop.customer_does(payment)["webhooks"] == [200]
    released = shop.order_when(order["id"], own, lambda o: o["status"] == "fulfilling" and bool(_waybills(o)))
    assert released["payment_status"] == "authorized"
    return released, own, payment


def _waybills(order: dict[str, Any]) -> list[str]:
    return [one["waybill"] for one in order["shipments"] if one["waybill"]]


def money(shop: Shop, payment: dict[str, Any], own: Headers) -> tuple[str, int, int]:
    """Status, captured, refunded"""
    now = shop.get(f"/v1/payments/{payment['id']}", **own)
    return now["status"], now["captured"]["amount"], now["refunded"]["amount"]


def refunds(shop: Shop, order: dict[str, Any]) -> list[tuple[str, int, str]]:
    found = shop.get(f"/v1/admin/orders/{order['id']}/refunds", **shop.staff("finance"))["data"]
    return [(one["payment_id"], one["amount"]["amount"], one["status"]) for one in found]


def ship(shop: Shop, order: dict[str, Any]) -> None:
    shop.send("POST", f"/sandbox/couriers/sandbox/{_waybills(order)[0]}", {"status": "PICKED_UP"})


def test_what_is_held_is_taken_when_the_goods_leave(shop: Shop, behind: Behind, variant: str) -> None:
    """X07 E05"""
    order, own, payment = held(shop, variant)
    total = order["totals"]["total"]["amount"]
    assert (money(shop, payment, own), behind.balances(order["id"])) == (("authorized", 0, 0), {})
    ship(shop, order)
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")
    assert money(shop, payment, own) == ("captured", total, 0)
    assert behind.balances(order["id"])["order:"] == -total
    voided = shop.call("POST", f"/v1/admin/payments/{payment['id']}/void", **shop.staff("finance"))
    assert (voided.status, voided.json["code"]) == (409, "not_voidable")


def test_several_parts_are_taken_and_the_goods_take_the_rest(shop: Shop, behind: Behind, variant: str) -> None:
    """X07"""
    order, own, payment = held(shop, variant, "sandbox")
    total, finance = order["totals"]["total"]["amount"], shop.staff("finance")
    path = f"/v1/admin/payments/{payment['id']}/capture"
    for amount in (2000, 700):
        shop.send("POST", path, {"amount": {"amount": amount, "currency": "CNY"}}, 201, **finance)
    too_much = shop.call("POST", path, {"amount": {"amount": total - 2699, "currency": "CNY"}}, **finance)
    assert (too_much.status, too_much.json["code"]) == (422, "capture_exceeds_authorized")
    assert money(shop, payment, own)[1:] == (2700, 0)
    ship(shop, order)
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")
    assert money(shop, payment, own) == ("captured", total, 0)
    assert behind.balances(order["id"])["order:"] == -total


def test_a_part_is_taken_and_stripe_lets_the_rest_go(shop: Shop, behind: Behind, variant: str) -> None:
    """X07: one capture is all Stripe's default takes; the goods leave later, and nothing is asked for in vain."""
    order, own, payment = held(shop, variant)
    path, finance = f"/v1/admin/payments/{payment['id']}/capture", shop.staff("finance")
    too_much = shop.call("POST", path, {"amount": {"amount": order["totals"]["total"]["amount"] + 1, "currency": "CNY"}}, **finance)
    assert (too_much.status, too_much.json["code"]) == (422, "capture_exceeds_authorized")
    part = {"amount": {"amount": 2000, "currency": "CNY"}}
    told = shop.call("POST", path, part, **finance)
    assert (told.status, told.json["code"]) == (409, "capture_would_release")
    assert told.json["released"]["amount"] == order["totals"]["total"]["amount"] - 2000
    shop.send("POST", path, {**part, "final": True}, 201, **finance)
    assert money(shop, payment, own) == ("captured", 2000, 0)
    more = shop.call("POST", path, {"amount": {"amount": 100, "currency": "CNY"}}, **finance)
    assert (more.status, more.json["code"]) == (409, "not_authorized")
    ship(shop, order)
    shop.order_when(order["id"], own, lambda o: "order.shipped" in types(shop, o, own))
    assert money(shop, payment, own) == ("captured", 2000, 0)
    assert behind.balances(order["id"])["order:"] == -2000


def types(shop: Shop, order: dict[str, Any], own: Headers) -> list[str]:
    return [event["type"] for event in shop.get(f"/v1/orders/{order['id']}/timeline", **own)["data"]]


def test_what_is_held_for_an_unshipped_order_is_let_go(shop: Shop, behind: Behind) -> None:
    """X07: with the order, whose goods are for sale again."""
    variant = shop.a_variant(stock=1)["id"]
    order, own, payment = held(shop, variant)
    voided = shop.send("POST", f"/v1/admin/payments/{payment['id']}/void", **shop.staff("finance"))
    assert voided == {"payment_id": payment["id"], "status": "voiding", "released": order["totals"]["total"]}
    cancelled = shop.order_when(order["id"], own, lambda o: o["status"] == "cancelled")
    assert (cancelled["payment_status"], money(shop, payment, own)) == ("unpaid", ("voided", 0, 0))
    assert (behind.balances(order["id"]), shop.stock(variant)["available"]) == ({}, 1)
    late = shop.call("POST", f"/sandbox/payments/stripe/{payment['reference']}", {"outcome": "pay"})
    assert (late.status, late.json["code"]) == (409, "charge_not_pending")


def test_a_lost_webhook_is_found_by_the_sweep(shop: Shop, variant: str) -> None:
    """E09"""
    order, own = shop.placed_order(variant)
    payment = shop.payment(order, own, "wechatpay", method="native")
    assert shop.customer_does(payment, faults={"drop": True})["webhooks"] == []
    with shop.another_time() as set_to:
        set_to(shop.now() + timedelta(minutes=2))
        assert shop.run("payments-sweep")["due"] >= 1
        paid = shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")
        shop.run("payments-sweep")
    assert types(shop, paid, own).count("order.paid") == 1


def test_of_two_attempts_that_are_both_paid_one_goes_back_once(shop: Shop, behind: Behind, variant: str) -> None:
    """E10"""
    order, own = shop.placed_order(variant)
    total = order["totals"]["total"]["amount"]
    first, second = shop.payment(order, own, "wechatpay", method="native"), shop.payment(order, own, "alipay", method="precreate")
    assert shop.customer_does(first)["webhooks"] == [200]
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")
    assert shop.customer_does(second, faults={"duplicate": 2})["webhooks"] == [200] * 3
    eventually(lambda: refunds(shop, order), lambda found: found == [(second["id"], total, "succeeded")])
    assert shop.customer_does(second)["webhooks"] == [200]
    assert (money(shop, first, own), money(shop, second, own)) == (("captured", total, 0), ("captured", total, total))
    assert (len(refunds(shop, order)), behind.balances(order["id"])["order:"]) == (1, -total)


def test_what_is_paid_for_a_cancelled_order_goes_back(shop: Shop, behind: Behind, variant: str) -> None:
    """E10: the customer had paid, but the message came after they cancelled."""
    order, own = shop.placed_order(variant)
    total = order["totals"]["total"]["amount"]
    payment = shop.payment(order, own, "alipay", method="precreate")
    assert shop.customer_does(payment, faults={"drop": True})["webhooks"] == []
    shop.send("POST", f"/v1/orders/{order['id']}/cancel", {}, **own)
    eventually(lambda: refunds(shop, order), lambda found: found == [(payment["id"], total, "succeeded")])
    assert shop.customer_does(payment)["webhooks"] == [200]
    assert (len(refunds(shop, order)), behind.balances(order["id"])["order:"]) == (1, 0)
    assert shop.get(f"/v1/orders/{order['id']}", **own)["status"] == "cancelled"


@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_a_dispute_is_answered_and_its_money_held_until_it_is_decided(shop: Shop, behind: Behind, variant: str, outcome: str) -> None:
    """E16 X28 X44"""
    finance = shop.staff("finance")
    shop.send("PUT", "/v1/admin/invoice_settings", {"entities": [ENTITY]}, **shop.staff())
    order, own = shop.placed_order(variant)
    total = order["totals"]["total"]["amount"]
    payment = shop.payment(order, own, "stripe")
    shop.customer_does(payment)
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")

    assert shop.customer_does(payment, "dispute")["webhooks"] == [200]
    case = eventually(lambda: _case(shop, payment, "open"), bool)
    week = shop.now() + timedelta(days=7, minutes=-5)
    assert (case["status"], case["amount"]["amount"], case["reason"]) == ("open", total, "fraudulent:needs_response")
    assert week.isoformat() < case["deadline"]
    assert _held(behind, order) == (0, -total, total)
    refund = shop.call("POST", f"/v1/admin/orders/{order['id']}/refunds", {"reason": "disputed"}, **finance)
    assert (refund.status, refund.json["code"]) == (422, "refund_exceeds_captured")

    _answer(shop, case["id"])
    assert shop.customer_does(payment, f"dispute_{outcome}")["webhooks"] == [200]
    closed = eventually(lambda: _case(shop, payment, "closed"), bool)
    assert closed["status"] == outcome
    assert _held(behind, order) == ((total, -total, 0) if outcome == "won" else (0, 0, 0))
    assert _case(shop, payment, "open") is None
    papers = [("invoice", total), *([("credit_note", total)] if outcome == "lost" else [])]
    eventually(lambda: _papers(shop, order, own), lambda found: found == papers)


def _papers(shop: Shop, order: dict[str, Any], own: Headers) -> list[tuple[str, int]]:
    return [(one["kind"], one["total"]["amount"]) for one in shop.get(f"/v1/orders/{order['id']}/invoices", **own)["data"]]


def _case(shop: Shop, payment: dict[str, Any], state: str) -> Any:
    listed = shop.get(f"/v1/admin/disputes?state={state}&limit=100", **shop.staff("finance"))["data"]
    return next((one for one in listed if one["payment_id"] == payment["id"]), None)


def _held(behind: Behind, order: dict[str, Any]) -> tuple[int, int, int]:
    """What Stripe owes us, the order, and what the payer's bank holds."""
    balances = behind.balances(order["id"])
    (provider,) = (amount for account, amount in balances.items() if account.startswith("provider:stripe:"))
    return provider, balances["order:"], balances["chargebacks:stripe"]


def _answer(shop: Shop, case: str) -> None:
    """Text and a file are added, the file can be read back, and everything is handed over once."""
    finance, path = shop.staff("finance"), f"/v1/admin/disputes/{case}"
    shop.send("POST", f"{path}/evidence", {"evidence": {"shipping_carrier": "SF"}}, **finance)
    form = shop.send("POST", f"{path}/files", {"name": "proof.png", "content_type": "image/png"}, 201, **finance)
    assert shop.upload(form, PICTURE) in (200, 201, 204)
    (file,) = shop.get(path, **finance)["files"]
    assert (file["name"], shop.download(file["url"])) == ("proof.png", PICTURE)
    done = shop.send("POST", f"{path}/evidence", {"submit": True}, **finance)
    assert (done["status"], done["delivered"]) == ("submitted", True)
    again = shop.call("POST", f"{path}/evidence", {"submit": True}, **finance)
    assert (again.status, again.json["code"]) == (409, "evidence_submitted")


def test_a_gift_card_pays_a_part_and_has_it_back(shop: Shop, behind: Behind, variant: str) -> None:
    """X18 X20: with the rights of checkout, of who refunds and of who counts what is owed."""
    worth = {"worth": {"amount": 500, "currency": "CNY"}, "reason": "sold"}
    owed = shop.owed("gift_card")
    card = shop.send("POST", "/v1/admin/gift_cards", worth, 201, **shop.staff("finance"))["cards"][0]
    assert shop.send("POST", "/v1/gift_cards/balance", {"code": card["code"]})["balance"]["amount"] == 500
    cart_id, own = shop.filled_cart(variant)
    assert shop.send("PUT", f"/v1/carts/{cart_id}/gift_cards", {"code": card["code"]}, **own)["tenders"][0]["amount"]["amount"] == 500
    order = shop.send("POST", "/v1/orders", {"cart_id": cart_id}, 201, **own)
    token, total = {"X-Order-Token": order["token"]}, order["totals"]["total"]["amount"]
    payment = shop.payment(order, token, "sandbox")
    assert payment["amount"]["amount"] == total - 500
    shop.customer_does(payment)
    shop.order_when(order["id"], token, lambda o: o["payment_status"] == "paid")
    assert behind.balances(order["id"])["order:"] == -total
    shop.send("POST", f"/v1/admin/orders/{order['id']}/refunds", {"reason": "claim"}, 201, **shop.staff("finance"))
    shop.order_when(order["id"], token, lambda o: o["payment_status"] == "refunded")
    assert shop.get(f"/v1/admin/gift_cards/{card['id']}", **shop.staff("finance"))["balance"]["amount"] == 500
    assert shop.owed("gift_card") == owed + 500
    assert shop.run("points-check") == {"differences": 0}
