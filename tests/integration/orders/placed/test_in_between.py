"""F-E: every order's transaction is refused when what it was decided from has moved, and decided again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import run_timers
from functions.orders.payment import apply_authorization, apply_dispute, apply_payment, apply_refund
from functions.orders.placed import cancel_order, confirm_receipt, extend_hold
from functions.orders.shipping import ship_order
from functions.orders.store.auto_confirm import case_opened_write
from functions.orders.store.order_check import findings
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.shared.events.contracts.payments import PaymentVoided, RefundedPart
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.transactions import transact
from tests.integration.orders.buyer import NOON, a_variant, an_order, event, staff, stock_of
from tests.integration.orders.money_moves import asked, decided, disputed, gone, held, pieces, told, took
from tests.integration.orders.payment.test_refunds_and_parcels import bought, read, scan, ship
from tests.support.events import events_in, sqs
from tests.support.races import in_between

Patch = pytest.MonkeyPatch


def total(order: Any) -> int:
    return int(order["totals"]["total"]["amount"])


def cancelled(client: Any, order: Any) -> Any:
    return client.post(f"/v1/orders/{order['id']}/cancel")


def sound(order: Any) -> bool:
    return findings(parcels_of(order["id"])) == []


def kinds(*wanted: str) -> list[str]:
    return [one.type for one in events_in(OrdersTable, *wanted)]


def test_paid_while_its_buyer_cancels(monkeypatch: Patch) -> None:
    variant = a_variant(stock=5)
    order, guest = an_order(variant)
    in_between(monkeypatch, cancel_order, "order_page", lambda: told(took(order, "pay_1", total(order))))
    assert cancelled(guest, order).code == "illegal_transition"
    assert (read(order)["status"], stock_of(variant)) == ("paid", (4, 0))


def test_cancelled_while_its_money_arrives(monkeypatch: Patch) -> None:
    variant = a_variant(stock=5)
    order, guest = an_order(variant)
    in_between(monkeypatch, apply_payment, "parcels_of", lambda: cancelled(guest, order))
    told(took(order, "pay_1", total(order)))
    page = read(order)
    assert (page["status"], page["payments"][0]["status"], stock_of(variant)) == ("cancelled", "late", (5, 0))


def test_a_second_payment_while_the_first_arrives(monkeypatch: Patch) -> None:
    variant = a_variant(stock=5)
    order, _ = an_order(variant)
    in_between(monkeypatch, apply_payment, "parcels_of", lambda: told(took(order, "pay_2", total(order))))
    told(took(order, "pay_1", total(order)))
    assert {one["id"]: one["status"] for one in read(order)["payments"]} == {"pay_2": "captured", "pay_1": "duplicate"}
    assert (stock_of(variant), kinds("order.paid")) == ((4, 0), ["order.paid"])


def test_cancelled_while_it_is_released(monkeypatch: Patch) -> None:
    variant = a_variant(stock=5)
    order, guest = an_order(variant)
    in_between(monkeypatch, apply_authorization, "parcels_of", lambda: cancelled(guest, order))
    told(held(order, "pay_1", total(order)))
    assert (read(order)["status"], stock_of(variant), kinds("order.released")) == ("cancelled", (5, 0), [])


def test_taken_while_the_promise_lapses(monkeypatch: Patch) -> None:
    variant = a_variant(stock=5)
    order, _ = an_order(variant)
    told(held(order, "pay_1", total(order)))
    in_between(monkeypatch, apply_authorization, "parcels_of", lambda: told(took(order, "pay_1", total(order))))
    told(event(PaymentVoided.TYPE, vars(PaymentVoided("pay_1", order["id"], "sandbox", "expired")), order["id"]))
    assert (read(order)["status"], read(order)["payment_status"], stock_of(variant)) == ("fulfilling", "paid", (4, 0))


def test_paid_while_its_time_is_extended(monkeypatch: Patch) -> None:
    variant = a_variant(stock=5)
    order, guest = an_order(variant)
    in_between(monkeypatch, extend_hold, "order_page", lambda: told(took(order, "pay_1", total(order))))
    assert guest.post(f"/v1/orders/{order['id']}/extend").code == "not_pending_payment"
    assert (stock_of(variant), kinds("order.hold_extended")) == ((4, 0), [])


def test_extended_while_its_deadline_rings(monkeypatch: Patch) -> None:
    variant = a_variant(stock=5)
    with clock.frozen(NOON):
        order, guest = an_order(variant)
    ring = {"pk": order_pk(order["id"]), "sk": "TIMER#payment_deadline", "due_at": order["payment_deadline"]}

    def extended() -> None:
        with clock.frozen(NOON + timedelta(minutes=29)):
            assert guest.post(f"/v1/orders/{order['id']}/extend").status == 200

    in_between(monkeypatch, cancel_order, "find_order", extended)
    with clock.frozen(NOON + timedelta(minutes=31)):
        assert run_timers(sqs([ring]), None) == {"batchItemFailures": []}
    assert (guest.get(f"/v1/orders/{order['id']}").json["status"], stock_of(variant)) == ("pending_payment", (4, 1))


def test_sent_while_its_money_goes_back(monkeypatch: Patch) -> None:
    """F-A3: of three one is asked back and two leave; the order is not cancelled, and one piece is on sale again."""
    variant, order, _ = bought()
    refund = asked(order, pieces(order, 1))
    in_between(monkeypatch, apply_refund, "parcels_of", lambda: ship(order, 2))
    told(gone(order, refund))
    assert (read(order)["status"], stock_of(variant), sound(order)) == ("shipped", (3, 0), True)


def test_paid_back_while_staff_cancel(monkeypatch: Patch) -> None:
    variant, order, _ = bought()
    refund = asked(order, pieces(order, 2))
    in_between(monkeypatch, cancel_order, "order_page", lambda: told(gone(order, refund)))
    assert cancelled(staff(), order).status == 200
    assert (stock_of(variant), sound(order)) == ((5, 0), True)


def test_cancelled_while_all_of_it_is_paid_back(monkeypatch: Patch) -> None:
    variant, order, _ = bought()
    refund = asked(order, RefundedPart("amount", total(order)))
    in_between(monkeypatch, apply_refund, "parcels_of", lambda: cancelled(staff(), order))
    told(gone(order, refund))
    assert (read(order)["status"], stock_of(variant), kinds("order.cancelled"), sound(order)) == (
        "cancelled", (5, 0), ["order.cancelled"], True,
    )  # fmt: skip


def test_a_dispute_while_the_parcel_is_written(monkeypatch: Patch) -> None:
    """F-A13"""
    _, order, _ = bought()
    in_between(monkeypatch, ship_order, "new_shipment", lambda: told(disputed(order)))
    assert ship(order, 3).code == "order_disputed"
    assert read(order)["shipments"] == []


def test_the_outcome_while_the_dispute_is_opened(monkeypatch: Patch) -> None:
    """F-A13: won stays won."""
    _, order, _ = bought()
    in_between(monkeypatch, apply_dispute, "parcels_of", lambda: told(decided(order, "won")))
    told(disputed(order))
    assert (read(order)["payment_status"], sound(order)) == ("paid", True)


def test_the_last_piece_is_sold_while_it_is_sent_although_it_was_paid_back(monkeypatch: Patch) -> None:
    """F-A3: what went on sale again is taken out of the stock a second time, or not sent."""
    variant, order, _ = bought(stock=3)
    told(gone(order, asked(order, pieces(order, 1))))
    assert stock_of(variant) == (1, 0)
    in_between(monkeypatch, ship_order, "with_paid_back", lambda: an_order(variant))
    refused = ship(order, 3, ship_refunded=True)
    assert (refused.status, refused.code, read(order)["shipments"], stock_of(variant)) == (409, "out_of_stock", [], (0, 1))


def test_two_parcels_of_the_same_pieces(monkeypatch: Patch) -> None:
    _, order, _ = bought()
    lines = [{"line_id": order["lines"][0]["id"], "quantity": 2}]
    other = {"carrier": "manual", "waybill": "OTHER", "lines": lines}
    in_between(monkeypatch, ship_order, "new_shipment", lambda: staff().post(f"/v1/admin/orders/{order['id']}/shipments", other))
    assert (ship(order, 2).code, len(read(order)["shipments"])) == ("quantity_exceeds_ordered", 1)


def test_a_case_is_opened_while_the_receipt_confirms_itself(monkeypatch: Patch) -> None:
    _, order, _ = bought()
    scan(order, ship(order, 3).json["shipment_id"], "DELIVERED")
    due_at = times.iso(clock.now() + timedelta(days=7))
    ring = {"pk": order_pk(order["id"]), "sk": "TIMER#auto_confirm", "due_at": due_at}
    in_between(monkeypatch, confirm_receipt, "find_order", lambda: transact([case_opened_write(order["id"])]))
    with clock.frozen(clock.now() + timedelta(days=8)):
        assert run_timers(sqs([ring]), None) == {"batchItemFailures": []}
    assert read(order)["status"] == "delivered"
