"""Staff cancel a paid order that has not left: its stock is for sale again, its parcels stop, its money goes back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.shared.events.contracts.payments import PaymentRefunded
from functions.stock.store.records import StockTable
from tests.integration.orders.buyer import a_variant, an_order, captured, event, staff, stock_of
from tests.support.events import events_in, sqs_of_events

DONE: dict[str, Any] = {"batchItemFailures": []}


def a_paid_order(variant: str, quantity: int = 1) -> tuple[Any, Any]:
    order, guest = an_order(variant, quantity)
    assert apply_payments(sqs_of_events([captured(order)]), None) == DONE
    return order, guest


def shipped(order: Any, **more: Any) -> Any:
    lines = [{"line_id": order["lines"][0]["id"], "quantity": 1}]
    return staff().post(f"/v1/admin/orders/{order['id']}/shipments", {"carrier": "manual", "lines": lines} | more)


def test_its_stock_comes_back_once_and_payments_hear_what_it_was() -> None:
    """D10"""
    variant = a_variant(stock=5)
    order, guest = a_paid_order(variant, 2)
    url = f"/v1/orders/{order['id']}/cancel"
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: staff("support").post(url).status, range(3)))
    assert sorted(answers) == [200, 409, 409]
    after = guest.get(f"/v1/orders/{order['id']}").json
    assert (after["status"], after["cancel_reason"], after["payment_status"]) == ("cancelled", "staff", "paid")
    assert stock_of(variant) == (5, 0)
    (cancelled,) = events_in(OrdersTable, "order.cancelled")
    assert (cancelled.data["previous_status"], cancelled.actor.kind) == ("paid", "staff")
    assert sum(1 for _ in StockTable.scan(StockTable.kind == "journal")) == 3


def test_a_fraud_is_named_by_staff_only() -> None:
    """D10"""
    order, guest = a_paid_order(a_variant())
    url = f"/v1/orders/{order['id']}/cancel"
    assert (guest.post(url, {"reason": "fraud"}).status, staff().post(url, {"reason": "weather"}).status) == (403, 422)
    assert staff("finance").post(url, {"reason": "fraud"}).status == 403
    assert staff().post(url, {"reason": "fraud"}).json["cancel_reason"] == "fraud"


def test_once_a_parcel_has_left_it_is_too_late() -> None:
    """D07, D10"""
    variant = a_variant(stock=5)
    order, _ = a_paid_order(variant, 2)
    assert shipped(order, waybill="SF1").status == 201
    refused = staff().post(f"/v1/orders/{order['id']}/cancel")
    assert (refused.status, refused.code, stock_of(variant)) == (409, "illegal_transition", (3, 0))


def test_parcels_that_are_prepared_stop_with_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """D10, X12"""
    from tests.support.courier import courier_double

    variant = a_variant(stock=5)
    order, guest = a_paid_order(variant)
    with courier_double(monkeypatch):
        assert shipped(order, carrier="sandbox").status == 201
    assert guest.get(f"/v1/orders/{order['id']}").json["status"] == "fulfilling"
    done = staff().post(f"/v1/orders/{order['id']}/cancel").json
    assert (done["status"], [s["status"] for s in done["shipments"]], stock_of(variant)) == ("cancelled", ["CANCELLED"], (5, 0))
    assert guest.get(f"/v1/orders/{order['id']}").json == done | {"token": None}
    assert shipped(order, waybill="SF2").code == "order_not_shippable"


def refunded(order: Any, total: int, refund_id: str) -> Any:
    amount = order["totals"]["total"]["amount"]
    data = PaymentRefunded("pay_1", order["id"], refund_id, "sandbox", 1, "CNY", total, amount)
    return event(PaymentRefunded.TYPE, vars(data), order["id"])


def test_the_payment_status_follows_refunds_never_backwards() -> None:
    """D07"""
    order, guest = a_paid_order(a_variant(price=1000))
    url, total = f"/v1/orders/{order['id']}", order["totals"]["total"]["amount"]

    def after(*totals: int) -> tuple[str, int]:
        assert apply_payments(sqs_of_events([refunded(order, t, f"ref_{t}") for t in totals]), None) == DONE
        page = guest.get(url).json
        return page["payment_status"], page["payments"][0]["refunded"]["amount"]

    assert after(400, 400) == ("partially_refunded", 400)
    assert after(total, 400) == ("refunded", total)
    version = guest.get(url).json["version"]
    assert (after(400, total), guest.get(url).json["version"]) == (("refunded", total), version)


def test_a_refund_of_an_unknown_capture_waits() -> None:
    order, _ = an_order(a_variant())
    message = sqs_of_events([refunded(order, 1, "ref_1")])
    assert apply_payments(message, None)["batchItemFailures"] == [{"itemIdentifier": message["Records"][0]["messageId"]}]
