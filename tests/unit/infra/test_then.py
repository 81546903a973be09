"""What event items of a moment add up to: an amended order costs what it costs now, and of one millisecond the later step counts."""

from __future__ import annotations

from functions.shared.events.contracts import returns
from functions.shared.events.envelope import SYSTEM, Envelope
from infra.restore import then

_AT = "2026-03-10T06:00:00.000Z"


def told(event_type: str, subject: str, number: int = 0, **data: object) -> Envelope:
    return Envelope(f"evt_{number}", event_type, 1, _AT, subject, SYSTEM, data)


def test_an_amended_order_costs_what_it_was_amended_to() -> None:
    """P08"""
    placed = told("order.placed", "ord_1", order={"total": 11_800})
    amended = told("order.amended", "ord_1", order={"total": 5900})
    assert then.orders([placed, amended])["ord_1"]["total"] == 5900


def test_of_one_millisecond_the_later_step_of_a_case_counts() -> None:
    """P08: whatever their ids; an exchange, like every other end, comes after the looking at what was sent."""
    steps = ["requested", "approved", "sent", "inspected", "exchanged"]
    mixed = [told(f"return.{step}", "ret_1", 9 - number) for number, step in enumerate(steps)]
    assert [one.type for one in then.ordered(mixed)] == [f"return.{step}" for step in steps]


def test_of_refunds_of_one_millisecond_the_sum_of_all_counts() -> None:
    """P08: what was paid by card and by money goes back at once."""
    placed = told("order.placed", "ord_1", order={"total": 900})
    back = [told("order.refunded", "ord_1", number, total_refunded=total) for number, total in ((1, 900), (2, 200))]
    assert then.orders(then.ordered([*back, placed]))["ord_1"]["back"] == 900


def test_nothing_comes_before_an_order_is_placed() -> None:
    """P08: its parcel of the same millisecond, for one."""
    parcel = Envelope("evt_0", "shipment.created", 1, _AT, "shp_1", SYSTEM, {"order_id": "ord_1", "waybill": "SF1"})
    placed = told("order.placed", "ord_1", 9, order={"total": 900})
    assert then.orders(then.ordered([parcel, placed]))["ord_1"]["parcels"] == ["SF1"]


def test_every_event_of_a_case_has_its_place() -> None:
    """A new one without would come before all that it follows."""
    named = {kind for one in vars(returns).values() if str(kind := getattr(one, "TYPE", "")).startswith("return.")}
    assert named
    assert named == set(then._CASE)
