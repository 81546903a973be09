"""F07: offers as couriers answered, and what a carrier's word was worth."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from functions.orders.model.parcels.kept_word import failed, kept_word
from functions.orders.model.plans.allocation import Part
from functions.orders.model.plans.dispatch import Dispatch, DispatchReason, Offer, dispatch
from functions.orders.model.plans.plan import Plan, PlannedParcel
from functions.orders.model.plans.quoted import CourierAnswer, QuotedService, with_answers
from functions.orders.model.shipment import Shipment
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shipping.model.score import MOST, Tally

PROMISED = "2026-11-26"
COURIERS = ("sf", "yto", "ems", "dhl")


def day(days: int) -> str:
    return f"2026-11-{22 + days}"


def test_a_thousand_random_cases_are_never_dearer_than_a_fixed_carrier() -> None:
    """F07: whatever couriers answer; the answers are part of the input, and the same input is the same choice."""
    dice = Random(17)
    for _ in range(1000):
        table = [
            Offer(code, "standard", 300 + dice.randrange(2000), day(1 + dice.randrange(7)), 50 + dice.randrange(50), "quote")
            for code in COURIERS
        ]
        answers: dict[str, CourierAnswer] = {}
        for code in COURIERS:
            fate = dice.random()
            price = QuotedService("standard", 200 + dice.randrange(2500), dice.choice(["CNY", "CNY", "EUR"]), dice.choice([None, 2, 6]))
            if fate < 0.4:
                answers[code] = CourierAnswer(code, 500, 0, (price,))
            elif fate < 0.7:
                answers[code] = CourierAnswer(code, 500, 0, (), dice.choice(["courier_unavailable", "courier_refused"]))
        own = {code: {"standard": 3} for code in answers}
        offers = with_answers(table, answers, "CNY", own_services=own, arrival=day)
        dice.shuffle(table)
        again = with_answers(table, dict(reversed(answers.items())), "CNY", own_services=own, arrival=day)
        found = dispatch(offers, promised=PROMISED, service="standard")
        assert found == dispatch(again, promised=PROMISED, service="standard")
        assert found is not None
        in_time = [one for one in offers if one.arrives <= PROMISED and not one.refused]
        if in_time:
            assert found.cost == min(one.cost for one in in_time)
            assert found.arrives <= PROMISED
        weighed = dispatch(offers, promised=PROMISED, service="standard", score_weight=dice.randrange(101))
        assert weighed is not None
        if in_time:
            best = min(in_time, key=lambda one: one.cost)
            # A hundred percent at most for a score of 0: never more than twice the cheapest.
            assert best.cost <= weighed.cost <= best.cost * 2
            assert weighed.arrives <= PROMISED


def test_who_said_no_is_taken_only_where_nobody_else_brings_it() -> None:
    """F07"""
    no = Offer("sf", "standard", 100, day(1), refused=True, instead_of="courier_refused")
    late = Offer("yto", "standard", 900, day(9))
    found = dispatch([no, late], promised=PROMISED, service="standard")
    assert found is not None
    assert (found.carrier, found.reason, found.ranking[1].reason) == ("yto", DispatchReason.LATE, DispatchReason.REFUSED)
    alone = dispatch([no, replace(no, carrier="ems", cost=200)], promised=PROMISED, service="standard")
    assert alone is not None
    assert (alone.carrier, alone.reason, alone.ranking[1].reason) == ("sf", DispatchReason.NO_OTHER, DispatchReason.DEARER)


def test_a_service_that_only_its_courier_has_a_price_of() -> None:
    """F07: staff set the service, its courier the price."""
    said = {"ep": CourierAnswer("ep", 1, 0, (QuotedService("Priority", 700, "USD"), QuotedService("Unknown", 1, "USD")))}
    assert with_answers([], said, "USD", own_services={"ep": {"Priority": 2}}, arrival=day) == [
        Offer("ep", "Priority", 700, day(2), source="courier")
    ]


def a_parcel(*events: tuple[TrackingStatus, str], **more: str) -> Shipment:
    trace = [TraceEvent(at, status.value) for status, at in events]
    one = Shipment("shp_1", "ord_1", "1", "yto", [], "2026-11-20T00:00:00Z", "", status=events[-1][0], events=trace, **more)  # type: ignore[arg-type]
    arrived = next((at for status, at in events if status is TrackingStatus.DELIVERED), None)
    return replace(one, shipped_at=events[0][1], delivered_at=arrived)


PLAN = Plan(
    1,
    "2026-11-20T03:00:00Z",
    "order.paid",
    [],
    [PlannedParcel("shp_1", "", "w1", [Part("l", "v", 1)], Dispatch("yto", "standard", 1, "2026-11-23", DispatchReason.CHEAPEST))],
)
S = TrackingStatus


@pytest.mark.parametrize(
    ("left", "arrived", "plans", "promised", "kept"),
    [
        ("2026-11-20T05:00:00Z", "2026-11-23T15:59:59Z", [PLAN], "2026-11-22", True),
        ("2026-11-20T05:00:00Z", "2026-11-23T16:00:00Z", [PLAN], "2026-11-22", False),
        # The shop handed it over two days late.
        ("2026-11-22T05:00:00Z", "2026-11-25T10:00:00Z", [PLAN], "2026-11-22", True),
        ("2026-11-20T05:00:00Z", "2026-11-23T10:00:00Z", [], "2026-11-22", False),
        ("2026-11-20T05:00:00Z", "2026-11-23T10:00:00Z", [], "", None),
    ],
)
def test_a_carrier_has_the_days_it_was_planned_with(left: str, arrived: str, plans: list[Plan], promised: str, kept: bool | None) -> None:
    """F07: counted from the hand-over, where the parcel goes."""
    parcel = a_parcel((S.PICKED_UP, left), (S.DELIVERED, arrived))
    assert kept_word(parcel, plans, promised, "CN") is kept
    assert kept_word(replace(parcel, delivered_at=None), plans, promised, "CN") is None


def test_what_its_buyer_refused_is_not_its_failure() -> None:
    """F07"""
    left, day_2, day_3 = "2026-11-20T05:00:00Z", "2026-11-21T05:00:00Z", "2026-11-22T05:00:00Z"
    assert failed(a_parcel((S.PICKED_UP, left), (S.EXPIRED, day_2)))
    assert failed(a_parcel((S.PICKED_UP, left), (S.RETURNING, day_2), (S.RETURNED, day_3)))
    assert not failed(a_parcel((S.PICKED_UP, left), (S.REFUSED, day_2), (S.RETURNING, day_3)))
    assert not failed(a_parcel((S.PICKED_UP, left), (S.ATTEMPT_FAILED, day_2)))
    assert not failed(a_parcel((S.PICKED_UP, left), (S.DELIVERED, day_2), (S.RETURNING, day_3)))


def test_a_score_stays_between_its_bounds_and_forgets() -> None:
    """F07"""
    bad = good = Tally()
    for _ in range(3 * MOST):
        bad, good = bad.broken(), good.arrived(on_time=True)
    assert (good.delivered + good.failed) <= MOST
    assert 0 <= bad.score < 5
    assert 95 < good.score <= 100
    assert Tally().score == 88
    for _ in range(MOST):
        good = good.arrived(on_time=False)
    assert good.score < 40
