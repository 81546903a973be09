"""What payments know before the order does, and what an order waits for: nothing leaves by it, and nothing waits for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import run_timers
from functions.orders.payment import apply_payment
from functions.orders.payment.payable import payable
from functions.orders.store.order_check import findings
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.shared.auth.caller import staff_caller
from functions.shared.events.contracts.payments import RefundedPart
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.orders.buyer import NOON, a_guest, a_variant, an_order, filled_straight, staff, stock_of
from tests.integration.orders.money_moves import asked, disputed, gone, held, pieces, refused, told, took
from tests.integration.orders.payment.test_refunds_and_parcels import bought, everything, read, ship
from tests.support.courier import CourierDouble, courier_double
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.races import in_between

STAFF = staff_caller("cus_staff", "support")


def total(order: Any) -> int:
    return int(order["totals"]["total"]["amount"])


def hands_free(*kinds: str) -> None:
    assert fulfil(sqs_of_events(events_in(OrdersTable, *kinds)), None) == {"batchItemFailures": []}


def rings(order: Any) -> None:
    ring = {"pk": order_pk(order["id"]), "sk": "TIMER#payment_deadline", "due_at": order["payment_deadline"]}
    assert run_timers(sqs([ring]), None) == {"batchItemFailures": []}


@pytest.mark.parametrize("promised", [False, True])
@pytest.mark.parametrize("all_of_it", [False, True])
def test_a_refund_that_was_asked_before_the_capture_is_known_keeps_its_pieces(
    monkeypatch: pytest.MonkeyPatch, promised: bool, all_of_it: bool
) -> None:
    """F-A3: the money was taken and is asked back while the order still waits to hear of it."""
    variant = a_variant(stock=5, price=1000)
    order, _ = an_order(variant, 3)
    refund = asked(order, everything(order) if all_of_it else pieces(order, 2))
    if promised:
        told(held(order, "pay_1", total(order)))
    told(*[took(order, "pay_1", total(order))] * 2)
    left = 0 if all_of_it else 1
    assert list(parcels_of(order["id"]).remaining().values()) == [left]
    with courier_double(monkeypatch) as courier:
        hands_free("order.released", "order.paid")
        assert len(courier.waybills) == left
    assert ship(order, 2).code == "quantity_exceeds_ordered"
    told(gone(order, refund))
    assert (stock_of(variant), findings(parcels_of(order["id"]))) == ((5 - left, 0), [])


def test_asked_between_the_look_and_the_capture(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A3: the order's version lets the capture look again."""
    order, _ = an_order(a_variant(stock=5, price=1000), 3)
    in_between(monkeypatch, apply_payment, "parcels_of", lambda: asked(order, pieces(order, 2)))
    told(took(order, "pay_1", total(order)))
    assert list(parcels_of(order["id"]).remaining().values()) == [1]


def test_the_largest_order_hears_of_nine_refunds_before_its_money() -> None:
    """F-A8: what does not fit into one transaction keeps its pieces first."""
    variants = [a_variant(stock=3, sku=f"SKU-{n}") for n in range(90)]
    buyer = a_guest()
    filled_straight(buyer, variants)
    order = buyer.ready().place().json
    refunds = [asked(order, RefundedPart("line", 100, line["id"], 1)) for line in order["lines"][:9]]
    told(took(order, "pay_1", total(order)))
    left = parcels_of(order["id"]).remaining()
    assert [left[line["id"]] for line in order["lines"]] == [0] * 9 + [1] * 81
    told(refused(order, refunds[0]))
    assert parcels_of(order["id"]).remaining()[order["lines"][0]["id"]] == 1


def carried(courier: CourierDouble, order: Any) -> list[int]:
    return sorted(sum(line["quantity"] for line in one["lines"]) for one in read(order)["shipments"] if one["status"] != "CANCELLED")


@pytest.mark.parametrize("all_of_it", [False, True])
def test_what_was_taken_out_of_a_parcel_for_a_refund_that_fails_gets_a_parcel(monkeypatch: pytest.MonkeyPatch, all_of_it: bool) -> None:
    """F-A3: once, and hands-free like the first."""
    _, order, _ = bought()
    with courier_double(monkeypatch) as courier:
        hands_free("order.paid")
        refund = asked(order, everything(order) if all_of_it else pieces(order, 2))
        assert carried(courier, order) == ([] if all_of_it else [1])
        told(*[refused(order, refund)] * 2)
        for _ in range(3):
            hands_free("order.refund_failed")
        assert carried(courier, order) == ([3] if all_of_it else [1, 2])
        hands_free("order.paid")
        assert (sum(carried(courier, order)), findings(parcels_of(order["id"]))) == (3, [])


def test_money_that_came_back_after_it_had_gone_makes_no_parcel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its pieces may be sold by then: people decide."""
    _, order, _ = bought()
    with courier_double(monkeypatch) as courier:
        hands_free("order.paid")
        refund = asked(order, pieces(order, 2))
        told(gone(order, refund), refused(order, refund, total=0, returned=refund.amount))
        hands_free("order.refund_failed")
        assert carried(courier, order) == [1]


def test_an_order_that_was_paid_in_part_waits_three_days_for_the_rest() -> None:
    """F-A12: then it ends, its stock goes back on sale and payments are told to give the part back. Small parts buy no more time."""
    variant = a_variant(stock=5, price=16_000)
    with clock.frozen(NOON):
        order, guest = an_order(variant)
        told(took(order, "pay_1", 6_000, part=True))
        until = times.iso(NOON + timedelta(days=3))
        page = guest.get(f"/v1/orders/{order['id']}").json
        assert (page["payment_deadline"], events_in(OrdersTable, "order.partially_paid")[0].data["payment_deadline"]) == (until, until)
    with clock.frozen(NOON + timedelta(days=2)):
        told(took(order, "pay_2", 1_000, part=True))
        rings(order)
        asked_for = payable(order["id"], caller=STAFF, order_token=None)
        assert (asked_for.open, asked_for.amount.amount, asked_for.payment_deadline) == (True, 9_000, until)
    with clock.frozen(NOON + timedelta(days=3, seconds=1)):
        assert not payable(order["id"], caller=STAFF, order_token=None).open
        rings(order)
        rings(order)
        told(took(order, "pay_3", 9_000))
    page = guest.get(f"/v1/orders/{order['id']}").json
    assert (page["status"], page["cancel_reason"], page["payment_status"], stock_of(variant)) == (
        "cancelled", "payment_timeout", "partially_paid", (5, 0),
    )  # fmt: skip
    (ended,) = events_in(OrdersTable, "order.cancelled")
    assert (ended.data["paid"], ended.data["previous_status"]) == (True, "pending_payment")
    assert [one["status"] for one in page["payments"]] == ["captured", "captured", "late"]


def test_the_rest_that_comes_between_the_look_and_the_deadline_pays_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A12"""
    from functions.orders.placed import cancel_order

    variant = a_variant(stock=5, price=16_000)
    with clock.frozen(NOON):
        order, guest = an_order(variant)
        told(took(order, "pay_1", 6_000, part=True))
    with clock.frozen(NOON + timedelta(days=4)):
        in_between(monkeypatch, cancel_order, "find_order", lambda: told(took(order, "pay_2", 10_000)))
        rings(order)
    assert (guest.get(f"/v1/orders/{order['id']}").json["status"], stock_of(variant)) == ("paid", (4, 0))


def test_a_disputed_part_does_not_hold_the_order_for_ever() -> None:
    """F-A13: the deadline comes whatever became of the part."""
    variant = a_variant(stock=5, price=16_000)
    with clock.frozen(NOON):
        order, guest = an_order(variant)
        told(took(order, "pay_1", 6_000, part=True), disputed(order))
    with clock.frozen(NOON + timedelta(days=4)):
        rings(order)
    assert (guest.get(f"/v1/orders/{order['id']}").json["status"], stock_of(variant)) == ("cancelled", (5, 0))


def test_staff_say_how_long_the_rest_is_waited_for() -> None:
    body = {"hold_minutes": 30, "extend_minutes": 30, "auto_confirm_days": 7, "rest_hold_days": 10}
    assert staff().put("/v1/admin/checkout_settings", body).json["rest_hold_days"] == 10
    with clock.frozen(NOON):
        order, guest = an_order(a_variant(stock=5, price=16_000))
        told(took(order, "pay_1", 6_000, part=True))
    assert guest.get(f"/v1/orders/{order['id']}").json["payment_deadline"] == times.iso(NOON + timedelta(days=10))
