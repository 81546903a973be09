"""An attempt can be paid as long as its order can; money that takes days keeps the order waiting, once. F-A11, F-A24"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pynamodb.expressions.update import Action

from functions.orders.app import app as orders_app
from functions.orders.payment import pay_hold
from functions.orders.store.deadline import deadline_of
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrdersTable
from functions.orders.store.repository import get_order
from functions.orders.store.timers import PAYMENT_DEADLINE
from functions.payments.attempts import deadline, poll_payment
from functions.payments.providers.sandbox import SandboxProvider
from functions.payments.store.records import PaymentRecord
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.records import find
from tests.integration.payments.bus import Bus
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import GUEST_TOKEN, Shop, told
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between


def until(shop: Shop) -> str:
    record = get_order(shop.order_id)
    return deadline_of(record, order_of(record))


def timer(shop: Shop) -> str | None:
    found = find(OrdersTable, f"ORD#{shop.order_id}", f"TIMER#{PAYMENT_DEADLINE}")
    return found.due_at if found else None


def extend(shop: Shop) -> Answer:
    return Client(orders_app, {"X-Order-Token": GUEST_TOKEN}).post(f"/v1/orders/{shop.order_id}/extend")


def test_a_bank_transfer_keeps_the_order_and_its_stock_for_days_once(shop: Shop) -> None:
    placed = order_of(get_order(shop.order_id)).placed_at
    end = times.iso(times.parse(placed) + timedelta(hours=72))
    for later in (0, 20):
        with clock.frozen(times.parse(placed) + timedelta(minutes=later)):
            payment = shop.started(provider="manual")
        assert (payment["payment_deadline"], payment["expires_at"], payment["next_action"]["params"]["pay_until"]) == (end, end, end)
        assert (until(shop), timer(shop)) == (end, end)
    assert [event.data["payment_deadline"] for event in events_in(OrdersTable, "order.hold_extended")] == [end]
    # Cash on delivery and other ways need no days.
    other = shop.place()
    assert shop.pay(order_id=other).json["payment_deadline"] == order_of(get_order(other)).payment_deadline


def test_the_hold_is_the_shops_own_choice(shop: Shop) -> None:
    owner = Client(shop.finance.app, bearer("owner"))
    kept = owner.get("/v1/admin/payment_settings").json
    assert kept["hold_hours"] == {"bank_transfer": 72}
    limits = {"on_delivery_limits": kept["on_delivery_limits"]}
    assert owner.put("/v1/admin/payment_settings", limits | {"hold_hours": {"bank_transfer": 5}}).status == 200
    assert owner.put("/v1/admin/payment_settings", limits).json["hold_hours"] == {"bank_transfer": 5}
    for wrong in ({"bank_transfer": 0}, {"bank_transfer": 721}, {"wallet": 5}):
        assert owner.put("/v1/admin/payment_settings", limits | {"hold_hours": wrong}).status == 422
    placed = times.parse(order_of(get_order(shop.order_id)).placed_at)
    assert shop.started(provider="manual")["payment_deadline"] == times.iso(placed + timedelta(hours=5))


def test_an_order_that_is_paid_meanwhile_is_not_held(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = shop.started()
    shop.webhook(told(payment))

    def paid() -> None:
        shop.work()
        Bus().pump()

    before = until(shop)
    in_between(monkeypatch, pay_hold, "deadline_of", paid)
    shop.pay(provider="manual")
    assert (until(shop), events_in(OrdersTable, "order.hold_extended")) == (before, [])


def test_extending_the_order_moves_its_payments(shop: Shop, provider: Provider) -> None:
    payment = shop.started()
    old = payment["expires_at"]
    assert extend(shop).status == 200
    Bus(times=2).pump()
    moved = shop.payment(payment["id"])["expires_at"]
    assert moved == until(shop) > old
    with clock.frozen(times.parse(old) + timedelta(seconds=30)):
        shop.work(shop.due())
        assert shop.payment(payment["id"])["status"] == "pending"
    with clock.frozen(times.parse(moved) + timedelta(seconds=30)):
        shop.work(shop.due())
        assert shop.payment(payment["id"])["status"] == "voided"


def test_news_that_are_late_close_nothing_early(shop: Shop) -> None:
    payment = shop.started()
    extend(shop)
    with clock.frozen(times.parse(payment["expires_at"]) + timedelta(seconds=1)):
        shop.work(shop.due())
        seen = shop.payment(payment["id"])
    assert (seen["status"], seen["expires_at"]) == ("pending", until(shop))


def test_what_the_provider_was_told_ends_there_and_the_buyer_starts_anew(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SandboxProvider, "caps", replace(SandboxProvider.caps, expiry_told=True))
    payment = shop.started()
    extend(shop)
    Bus().pump()
    with clock.frozen(times.parse(payment["expires_at"]) + timedelta(seconds=30)):
        shop.work(shop.due())
        assert shop.payment(payment["id"])["status"] == "voided"
        assert shop.started()["expires_at"] == until(shop)


def test_a_payment_that_ends_in_between_is_not_moved(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    payment: dict[str, Any] = shop.started()
    extend(shop)
    shop.webhook(told(payment))
    in_between(monkeypatch, deadline, "histories_of", shop.work)
    Bus().pump()
    assert (shop.payment(payment["id"])["status"], shop.payment(payment["id"])["expires_at"]) == ("captured", payment["expires_at"])


def test_staff_who_want_a_payment_ended_in_the_moment_it_expires_stay_the_reason(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = shop.started()
    key = (f"PAY#{payment['id']}", "PAYMENT")
    wanted: list[Action] = [PaymentRecord.void_reason.set("staff")]
    with clock.frozen(times.parse(payment["expires_at"]) + timedelta(minutes=1)):
        in_between(monkeypatch, poll_payment, "follow_deadline", lambda: PaymentRecord(*key).update(wanted))
        poll_payment.poll(payment["id"])
    record = PaymentRecord.get(*key)
    assert (record.status, record.void_reason) == ("voided", "staff")
