"""O05: what risk says of a payment holds its order, or ends it; people decide in time, or it is done what staff have set for then."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.reviewing import end_review
from functions.orders.store.timers import DECIDE
from functions.shared.events.contracts.payments import PaymentAuthorized, PaymentCaptured, PaymentFailed
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.orders.buyer import event, staff, stock_of
from tests.integration.orders.money_moves import AT
from tests.integration.orders.money_moves import told as money_told
from tests.integration.orders.planning.shelves import bought, in_parcels, lying, planned
from tests.integration.orders.reviewing.held import replanned, ring, said, shown, told
from tests.support.http import Client
from tests.support.races import in_between

RISK: dict[str, Any] = {"score": 62, "score_reasons": ["velocity_card", "new_account"], "review_hours": 24, "at_deadline": "decline"}


def an_order(verdict: str, *, held: bool = False, **risk: Any) -> Any:
    """Paid (or its money held), judged so, and looked at by the planner."""
    order = bought(lying(w1=5), pay=False)
    amount, kind = order["totals"]["total"]["amount"], PaymentAuthorized if held else PaymentCaptured
    judged = RISK | {"verdict": verdict} | risk
    if held:
        data = asdict(PaymentAuthorized("pay_1", order["id"], "sandbox", amount, "CNY", False, AT, **judged))
    else:
        data = asdict(PaymentCaptured("pay_1", order["id"], "sandbox", "pay_1", amount, "CNY", AT, **judged))
    money_told(event(kind.TYPE, data, order["id"]))
    planned()
    return order


def tomorrow() -> Any:
    return clock.frozen(clock.now() + timedelta(hours=24, minutes=1))


def test_it_waits_and_tells_whoever_may_review_why_and_nobody_else() -> None:
    """O05"""
    order = an_order("hold")
    found = shown(order)
    assert (found["on_hold"], in_parcels(order)) == (True, [])
    (review,) = found["reviews"]
    assert [one["code"] for one in review["causes"]] == ["risk:velocity_card", "risk:new_account"]
    assert times.parse(review["decide_by"]) - clock.now() <= timedelta(hours=24)
    expected = [{"payment_id": "pay_1", "score": 62, "reasons": RISK["score_reasons"], "verdict": "hold"}]
    assert found["risk"] == expected
    assert staff("support").get(f"/v1/admin/orders/{order['id']}").json["risk"] is None
    (row,) = staff().get("/v1/admin/orders/held").json["data"]
    assert (row["order_id"], row["decide_by"], row["at_deadline"]) == (order["id"], review["decide_by"], "decline")
    assert told(order, "order.held") == ["order.held"]


def test_released_it_goes_on_and_its_deadline_means_nothing_any_more() -> None:
    """O05"""
    order = an_order("hold")
    assert said(order, "release").status == 200
    with tomorrow():
        ring(order, DECIDE)
    replanned()
    assert (len(in_parcels(order)), told(order, "order.review_released")) == (1, ["order.review_released"])


@pytest.mark.parametrize("held", [True, False])
def test_nobody_decides_in_time_and_it_ends_with_its_money_given_back(held: bool) -> None:
    """O05: the lawful default: nobody's money is kept for an order that nobody wants to send, and what is held does not end in silence."""
    order = an_order("hold", held=held)
    ring(order, DECIDE)
    assert shown(order)["on_hold"] is True
    with tomorrow():
        ring(order, DECIDE)
        ring(order, DECIDE)
    found = shown(order)
    assert (found["status"], found["cancel_reason"], found["reviews"][0]["decision"]) == ("cancelled", "payment_declined", "rejected")
    assert found["reviews"][0]["decided_by"]["kind"] == "system"
    assert told(order, "order.cancelled") == ["order.cancelled"]


def test_staff_may_set_that_it_goes_on_then() -> None:
    """O05"""
    order = an_order("hold", at_deadline="release")
    with tomorrow():
        ring(order, DECIDE)
    replanned()
    assert (shown(order)["on_hold"], len(in_parcels(order))) == (False, 1)


def test_people_and_the_deadline_at_once_one_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """O05: exactly one decision."""
    order = an_order("hold")
    in_between(monkeypatch, end_review, "parcels_of", lambda: said(order, "release"))
    with tomorrow():
        ring(order, DECIDE)
    found = shown(order)
    assert (found["on_hold"], found["reviews"][0]["decision"], found["status"]) == (False, "released", "paid")
    assert told(order, "order.review_rejected", "order.cancelled") == []


def test_declined_it_ends_at_once_and_its_pieces_are_free() -> None:
    """O05: nothing is planned, the buyer reads a neutral reason, staff read why; asked again nothing more happens."""
    order = an_order("decline")
    found = shown(order)
    assert (found["status"], found["cancel_reason"], in_parcels(order)) == ("cancelled", "payment_declined", [])
    assert [one["code"] for one in found["reviews"][0]["causes"]] == ["risk:velocity_card", "risk:new_account"]
    (line,) = order["lines"]
    assert stock_of(line["variant_id"]) == (5, 0)
    planned()
    assert told(order, "order.cancelled") == ["order.cancelled"]
    by_hand = {"carrier": "manual", "waybill": "SF1", "lines": [{"line_id": line["id"], "quantity": 1}]}
    assert staff().post(f"/v1/admin/orders/{order['id']}/shipments", by_hand).status == 409


def test_staff_who_are_faster_than_the_planner_send_nothing_that_is_declined() -> None:
    """O05"""
    order = bought(lying(w1=5), pay=False)
    data = PaymentCaptured("pay_1", order["id"], "sandbox", "pay_1", order["totals"]["total"]["amount"], "CNY", AT)
    money_told(event(PaymentCaptured.TYPE, asdict(data) | RISK | {"verdict": "decline"}, order["id"]))
    by_hand = {"carrier": "manual", "waybill": "SF1", "lines": [{"line_id": order["lines"][0]["id"], "quantity": 1}]}
    assert staff().post(f"/v1/admin/orders/{order['id']}/shipments", by_hand).status == 409
    assert shown(order)["status"] == "cancelled"


def test_refused_before_a_provider_was_asked_the_order_ends_once() -> None:
    """O05: told twice, and not where it was paid by another attempt meanwhile."""
    order = bought(lying(w1=5), pay=False)
    failed = event(PaymentFailed.TYPE, asdict(PaymentFailed("pay_1", order["id"], "sandbox", "declined", ends_order=True)), order["id"])
    money_told(failed, failed)
    found = shown(order)
    assert (found["status"], found["cancel_reason"]) == ("cancelled", "payment_declined")
    assert told(order, "order.cancelled") == ["order.cancelled"]
    paid = bought(lying(w1=5))
    money_told(event(PaymentFailed.TYPE, asdict(PaymentFailed("pay_9", paid["id"], "sandbox", "declined", ends_order=True)), paid["id"]))
    assert shown(paid)["status"] == "paid"


@pytest.mark.parametrize("verdict", ["hold", "decline"])
def test_buyers_read_nothing_of_it(verdict: str) -> None:
    """O05: not on the order, not in its timeline."""
    order = an_order(verdict)
    buyer = Client(app, {"x-order-token": order["token"]})
    for path in ("", "/timeline"):
        answer = buyer.get(f"/v1/orders/{order['id']}{path}")
        assert answer.status == 200
        assert not [word for word in ("velocity", "risk", "score", "fraud", "verdict", "decide_by", "new_account") if word in answer.text]


def test_which_signs_spoke_against_it_is_for_whom_may_review() -> None:
    """O05: who may only read orders sees that it was risk."""
    order = an_order("hold")
    seen = staff("warehouse").get(f"/v1/admin/orders/{order['id']}").json
    assert ([one["code"] for one in seen["reviews"][0]["causes"]], seen["risk"]) == (["risk"], None)
    assert "velocity" not in str(seen)
