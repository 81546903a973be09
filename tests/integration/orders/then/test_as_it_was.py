"""P05: `GET /v1/admin/orders/{id}?at=` folds an order from its event items."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.privacy.store.tombstones import destroy_key, mark_erased
from functions.shared.outside import clock, fresh
from tests.integration.orders.buyer import ADDRESS, NOON, a_variant, an_order, staff
from tests.integration.orders.then.remembered import RememberedShop
from tests.support.http import Answer

STEPS = {
    "paid, partly given back, sent, arrived": ["paid", "refund piece", "ship 1", "scan IN_TRANSIT", "scan DELIVERED", "refund amount"],
    "paid, wrong and twice": ["pay wrong", "pay all", "pay again", "refund all now", "settle refused"],
    "in parts": ["pay part", "pay all", "dispute open", "dispute won", "ship 2", "scan DELIVERED"],
    "promised and let go": ["promise void"],
    "held and taken in steps": ["promise begin", "take more", "ship 1", "take all", "scan RETURNED"],
    "not paid in time": ["deadline", "pay all"],
    "cancelled by staff": ["paid", "refund piece", "settle refused", "ship 1", "cancel", "dispute lost"],
}


@pytest.mark.parametrize("name", STEPS)
def test_each_moment_that_staff_saw_is_seen_again(name: str) -> None:
    """P05: after each step the order is kept as staff saw it; asked for that moment at the end, the shop says just that."""
    machine = RememberedShop()
    machine.open()
    known: Any = machine.place(v=0, n=3, coupon="SAVE10", paid=STEPS[name][0] == "paid")
    for step in STEPS[name]:
        machine.always()
        _done(machine, known, *step.split())
    machine.always()
    machine.teardown()
    assert len(machine.seen) > len(STEPS[name]) // 2


def _done(machine: Any, known: Any, what: str, how: str = "", more: str = "") -> None:
    match what:
        case "pay":
            machine.pay(known=known, way=how)
        case "promise":
            machine.promise(known=known, on_delivery=False, then=how)
        case "take" | "settle":
            getattr(machine, what)(known=known, how=how)
        case "refund":
            machine.refund(known=known, what=how, restock=True, now=more == "now")
        case "ship":
            machine.ship(known=known, n=int(how), anyway=True)
        case "scan":
            machine.scan(known=known, status=how)
        case "dispute":
            machine.dispute(known=known, outcome=how)
        case "deadline" | "cancel":
            getattr(machine, what)(known=known, sure=True)


def test_a_moment_without_the_order_is_refused() -> None:
    """P05: before it was placed there is no such order; what has not come, and what is no time, is told at `at`."""
    with clock.frozen(NOON):
        order, _ = an_order(a_variant())
    with clock.frozen(NOON + timedelta(days=1)):
        before = _asked(order, "2025-03-10T03:59:59.999Z")
        ahead, odd = _asked(order, "2025-03-11T04:00:01Z"), _asked(order, "yesterday")
        then, other = _asked(order, "2025-03-10T04:00:00Z"), _asked({"id": fresh.new_id("ord")}, "2025-03-10T04:00:00Z")
    assert [one.code for one in (before, other)] == ["not_found", "not_found"]
    assert [(one.status, one.json["errors"][0]["code"], one.json["errors"][0]["pointer"]) for one in (ahead, odd)] == [
        (422, "invalid_time", "/at"),
        (422, "invalid_time", "/at"),
    ]
    assert (then.json["status"], then.json["as_it_was"]["at"]) == ("pending_payment", "2025-03-10T04:00:00.000Z")
    assert "etag" not in then.headers


def test_who_was_erased_stays_unknown_in_the_past() -> None:
    """P05: events name nobody, and what the order itself says of its buyer is gone for every moment."""
    with clock.frozen(NOON):
        order, _ = an_order(a_variant())
    with clock.frozen(NOON + timedelta(days=400)):
        assert staff().post(f"/v1/orders/{order['id']}/cancel").status == 200
        shown = _asked(order, "2025-03-10T04:00:00Z")
        assert ADDRESS["name"] in shown.text
        mark_erased(order["id"])
        destroy_key(order["id"])
        shown = _asked(order, "2025-03-10T04:00:00Z")
    assert shown.json["status"] == "pending_payment"
    assert not [one for one in (ADDRESS["name"], ADDRESS["phone"], ADDRESS["email"], ADDRESS["street"]) if one in shown.text]


def _asked(order: Any, at: str) -> Answer:
    return staff().get(f"/v1/admin/orders/{order['id']}?at={at}")
