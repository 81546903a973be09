"""D16, F09: orders that stay in a state beyond its limit are cases, once, and leave by themselves when they are mended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.orders.app import fulfil
from functions.orders.consumers.run_timers import TIMER_HANDLERS
from functions.orders.payment.hold_refund import RequestedRefund
from functions.orders.shipping import parcel_cases, tracking
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.orders.store.timers import WATCH, Due
from functions.shared.events.contracts.payments import RefundedPart
from functions.shared.events.contracts.picks import PickPacked
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.tracking import TraceEvent
from tests.integration.orders.buyer import captured, event, staff
from tests.integration.orders.cases.looking import HOUR, MINUTE, cases, ended, hand_over, kinds, look, pass_time, watched
from tests.integration.orders.money_moves import asked, disputed, gone, held, pieces, refused, told
from tests.integration.orders.planning.shelves import a_warehouse, bought, lying, planned
from tests.support.events import events_in, sqs_of_events
from tests.support.races import in_between

START = datetime.fromisoformat("2026-12-20T00:00:00+00:00")


@pytest.fixture
def order() -> Any:
    """Two pieces, paid at START and planned: one parcel, whose waybill people write."""
    with clock.frozen(START):
        a_warehouse("w1")
        made = bought(lying(w1=5), quantity=2)
        planned()
    return made


def packed(order: Any, at: datetime, **lines: int) -> None:
    """Its warehouse tells, twice."""
    parcel = parcels_of(order["id"]).shipments[0]
    inside = lines or {line.line_id: line.quantity for line in parcel.lines}
    data = PickPacked("pick_1", order["id"], parcel.id, "w1", times.iso(at), inside)
    with clock.frozen(at):
        assert fulfil(sqs_of_events([event(PickPacked.TYPE, vars(data), "pick_1")] * 2), None) == {"batchItemFailures": []}


def test_paid_and_not_picked_is_one_case_until_it_is_packed(order: Any) -> None:
    """D16: at its limit, to the second; however often and by however many it is looked at; told once."""
    pass_time(order["id"], START + 48 * HOUR - MINUTE)
    assert kinds() == []
    pass_time(order["id"], START + 48 * HOUR)
    for _ in range(3):
        look(order["id"], START + 49 * HOUR)
    (case,) = cases("?kind=paid_not_picked")
    parcel = parcels_of(order["id"]).shipments[0]
    assert (case["order_id"], case["shipment_id"], case["state"]) == (order["id"], "", "open")
    assert case["at"] == times.iso(START + 48 * HOUR)
    assert parcel.id in case["detail"]
    assert case["cause"]
    assert case["suggested_action"]
    packed(order, START + 50 * HOUR)
    assert kinds() == []
    assert ended() == [("paid_not_picked", "packed")]
    assert [e.data["kind"] for e in events_in(OrdersTable, "shipment.exception")] == ["paid_not_picked"]
    assert [e.data["because"] for e in events_in(OrdersTable, "case.closed")] == ["packed"]


def test_packed_is_on_the_parcel_and_in_the_timeline_once(order: Any) -> None:
    """C09: `packed_at`; other contents than the parcel's, or an older message, change nothing."""
    packed(order, START + HOUR, line_9=1)
    assert parcels_of(order["id"]).shipments[0].packed_at == ""
    packed(order, START + 2 * HOUR)
    packed(order, START + HOUR)
    (shown,) = staff().get(f"/v1/admin/orders/{order['id']}/shipments").json["data"]
    assert shown["packed_at"] == times.iso(START + 2 * HOUR)
    timeline = staff().get(f"/v1/orders/{order['id']}/timeline?limit=100").json["data"]
    assert [row["type"] for row in timeline].count("shipment.packed") == 1
    with clock.frozen(START + 3 * HOUR):
        asked(order, pieces(order, 1), payment_id=f"pay_{order['id']}")
    assert parcels_of(order["id"]).shipments[0].packed_at == ""


def test_it_is_also_over_when_the_parcel_leaves_or_the_money_goes_back(order: Any) -> None:
    """D16"""
    pass_time(order["id"], START + 48 * HOUR)
    hand_over(order, 1, START + 49 * HOUR)
    assert kinds() == ["paid_not_picked"]
    hand_over(order, 1, START + 50 * HOUR)
    assert kinds() == []
    assert ended() == [("paid_not_picked", "packed")]


def test_an_order_that_is_released_on_a_promise_is_to_be_picked_too() -> None:
    """D16"""
    with clock.frozen(START):
        a_warehouse("w1")
        order = bought(lying(w1=5), pay=False)
        told(held(order, "pay_1", order["totals"]["total"]["amount"], on_delivery=True))
    assert watched(order["id"]) == START + 48 * HOUR
    pass_time(order["id"], START + 48 * HOUR)
    assert kinds() == ["paid_not_picked"]


def test_what_its_money_keeps_from_leaving_is_not_waited_for(order: Any) -> None:
    """D16: a dispute is no fault of the warehouse."""
    with clock.frozen(START + HOUR):
        told(disputed(order, f"pay_{order['id']}"))
    pass_time(order["id"], START + 60 * HOUR)
    assert kinds() == []


def test_packed_in_the_moment_in_which_the_limit_is_looked_at(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E: either the case is not opened, or the packing sees it: none stays open that is mended."""
    in_between(monkeypatch, parcel_cases, "changed_cases", lambda: packed(order, START + 48 * HOUR))
    look(order["id"], START + 48 * HOUR)
    assert kinds() == []
    assert parcels_of(order["id"]).shipments[0].packed_at


def test_two_who_look_at_once_open_one_case(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E"""
    in_between(monkeypatch, parcel_cases, "changed_cases", lambda: look(order["id"], START + 48 * HOUR))
    look(order["id"], START + 48 * HOUR)
    assert kinds() == ["paid_not_picked"]
    assert len(events_in(OrdersTable, "shipment.exception")) == 1


def test_a_refund_that_is_not_settled_is_a_case_until_it_is(order: Any) -> None:
    """D16: counted from when it was asked for; a refund that fails is over, too."""
    packed(order, START)
    pay = f"pay_{order['id']}"
    with clock.frozen(START + HOUR):
        first = asked(order, pieces(order, 1), payment_id=pay)
    with clock.frozen(START + 2 * HOUR):
        second = asked(order, pieces(order, 1), payment_id=pay)
    pass_time(order["id"], START + 73 * HOUR - MINUTE)
    assert "refund_pending" not in kinds()
    pass_time(order["id"], START + 75 * HOUR)
    (case,) = cases("?kind=refund_pending")
    assert case["at"] == times.iso(START + 73 * HOUR)
    assert first.refund_id in case["detail"]
    assert second.refund_id in case["detail"]
    with clock.frozen(START + 76 * HOUR):
        told(gone(order, first))
    pass_time(order["id"], START + 77 * HOUR)
    assert len(cases("?kind=refund_pending")) == 1
    with clock.frozen(START + 78 * HOUR):
        told(*[refused(order, second, total=first.amount)] * 2)
    pass_time(order["id"], START + 79 * HOUR)
    assert kinds("?kind=refund_pending") == []
    assert ("refund_pending", "refund_ended") in ended()


def test_money_of_a_cancelled_order_that_nobody_gives_back_is_a_case(order: Any) -> None:
    """D16: also where the refund was never written down."""
    with clock.frozen(START + HOUR):
        assert staff().post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
    pass_time(order["id"], START + 74 * HOUR)
    (case,) = cases()
    assert (case["kind"], case["at"]) == ("refund_pending", times.iso(START + 73 * HOUR))
    total = order["totals"]["total"]["amount"]
    whole = RequestedRefund(fresh.new_id("ref"), f"pay_{order['id']}", total, [RefundedPart("amount", total)], "cancelled")
    with clock.frozen(START + 75 * HOUR):
        told(gone(order, whole))
    pass_time(order["id"], START + 76 * HOUR)
    assert kinds() == []


def test_a_parcel_that_has_not_left_when_its_day_is_over_is_late_and_its_buyer_told_once(order: Any) -> None:
    """F09: promised for a day, and it lies here: one case for the parcel; the hand-over closes it, and it is not late a second time."""
    packed(order, START + HOUR)
    parcel = parcels_of(order["id"]).shipments[0]
    over = datetime.fromisoformat(f"{parcel.eta}T16:00:00+00:00")
    assert watched(order["id"]) is not None
    pass_time(order["id"], over - MINUTE)
    assert kinds() == []
    pass_time(order["id"], over + HOUR)
    (case,) = cases()
    assert (case["kind"], case["shipment_id"], case["at"], case["detail"]) == (
        "late",
        parcel.id,
        times.iso(over),
        f"expected on {parcel.eta}",
    )
    hand_over(order, 2, over + 2 * HOUR)
    pass_time(order["id"], over + 2 * HOUR + MINUTE)
    assert kinds() == []
    assert ("late", "scanned") in ended()
    pass_time(order["id"], over + 60 * HOUR)
    assert kinds() == []
    assert [e.data["kind"] for e in events_in(OrdersTable, "shipment.delayed")] == ["late"]


def test_pieces_that_no_parcel_has_when_the_promise_is_over_are_late_as_an_order() -> None:
    """F09, D16: told once, also when they get a parcel afterwards; the case ends when that leaves."""
    with clock.frozen(START):
        a_warehouse("w1")
        variant = lying(w1=5)
        order = bought(variant)
    promised = parcels_of(order["id"]).order.delivery.promised_date
    over = datetime.fromisoformat(f"{promised}T16:00:00+00:00")
    pass_time(order["id"], over + HOUR)
    assert sorted(kinds()) == ["late", "paid_not_picked"]
    with clock.frozen(over + 2 * HOUR):
        planned()
    pass_time(order["id"], over + 3 * HOUR)
    assert "late" in kinds()
    parcel = hand_over(order, 1, over + 4 * HOUR)
    pass_time(order["id"], over + 5 * HOUR)
    assert kinds() == []
    assert sorted(ended()) == [("late", "handed_over"), ("paid_not_picked", "packed")]
    with clock.frozen(over + 6 * HOUR):
        tracking.take_in(order["id"], parcel["id"], [TraceEvent(times.iso(over + 6 * HOUR), "IN_TRANSIT")], actor=SYSTEM)
    pass_time(order["id"], over + 30 * HOUR)
    assert kinds() == []
    assert len(events_in(OrdersTable, "shipment.delayed")) == 1


def test_a_look_too_many_or_too_late_changes_nothing(order: Any) -> None:
    """D16: messages of timers come doubled and late."""
    for at in (START + 48 * HOUR, START + 47 * HOUR, START + 48 * HOUR):
        look(order["id"], at)
    assert kinds() == ["paid_not_picked"]
    packed(order, START + 49 * HOUR)
    look(order["id"], START + 48 * HOUR)
    assert kinds() == []


def test_unpaid_orders_are_not_watched() -> None:
    with clock.frozen(START):
        a_warehouse("w1")
        order = bought(lying(w1=5), pay=False)
    assert watched(order["id"]) is None
    TIMER_HANDLERS[WATCH](Due(order_pk(order["id"]), f"TIMER#{WATCH}", ""))
    assert kinds() == []
    told(captured(order, "pay_1"))
    assert watched(order["id"]) is not None
    assert timedelta(0) < (watched(order["id"]) or START) - clock.now() <= timedelta(hours=48)
