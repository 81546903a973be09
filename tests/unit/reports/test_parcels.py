"""How carriers do, against loops over what became of each parcel; and who is suspended for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random
from statistics import median_low

from functions.reports.model.doing.parcels import Parcel, Tally, percentile, tallies, tally_of
from functions.shared.plain import times
from functions.shipping.model.score import Suspension, Weeks

START = datetime(2026, 3, 2, tzinfo=UTC)


def _at(hours: float) -> str:
    return times.iso(START + timedelta(hours=hours))


def test_the_scorecard_is_what_loops_find() -> None:
    chance, parcels = Random(5), list[Parcel]()
    for number in range(400):
        one = Parcel(f"ord_{number}", f"shp_{number}", lane=chance.choice(["CN", "DE"]), warehouse=chance.choice(["a", ""])).left(
            _at(number), chance.choice(["sf", "ups"])
        )
        arrived = chance.random() < 0.9
        kept = chance.choice([True, True, False, None]) if arrived else None
        one = one.tracked(_at(number + chance.randrange(200) + 0.5), one.carrier, "std", kept, arrived=arrived, failed=not arrived)
        parcels.append(one.complained(chance.choice([[], [], [], ["damaged"], ["not_received", "damaged"], ["changed_mind"]])))
    found = tallies(parcels)
    assert set(found) == {(carrier, "std", lane, at) for carrier in ("sf", "ups") for lane in ("CN", "DE") for at in ("a", "")}
    for (carrier, _, lane, at), tally in found.items():
        some = [one for one in parcels if (one.carrier, one.lane, one.warehouse) == (carrier, lane, at)]
        there = [one for one in some if one.arrived_at]
        took = [int((times.parse(one.arrived_at) - times.parse(one.left_at)).total_seconds() // 3600) for one in there]
        assert percentile(tally.hours, 50) == median_low(took)
        assert percentile(tally.hours, 90) == (sorted(took)[-(-9 * len(took) // 10) - 1] if took else None)
        names = ("ended", "arrived", "failed", "promised", "on_time", "damaged", "missing", "complaints")
        assert [tally.count(name) for name in names] == [
            len(some), len(there), len(some) - len(there), sum(one.on_time is not None for one in there),
            sum(one.on_time is True for one in there), sum("damaged" in one.reasons for one in some),
            sum("not_received" in one.reasons for one in some), sum(bool(one.reasons) for one in some),
        ]  # fmt: skip
    whole = sum(found.values(), Tally())
    assert (whole.count("ended"), sum(whole.hours.values())) == (400, whole.count("arrived"))
    assert percentile(Tally().hours, 90) is Tally().share("on_time", "promised") is None


def test_how_long_orders_waited_and_picks_took_is_what_loops_find() -> None:
    """I14: hours from payment to leaving, minutes from asking to closing; what is not known or the wrong way round is in none."""
    chance, waited, picked, whole = Random(6), list[int](), list[int](), Tally()
    for number in range(300):
        paid, asked = chance.randrange(-40, 40), chance.randrange(60)
        packed = [asked + chance.randrange(-3, 20) + chance.random() for _ in range(chance.choice((0, 1, 2)))]
        one = Parcel(f"ord_{number}", f"shp_{number}", paid_at=_at(paid) if chance.random() < 0.9 else "").left(_at(30), "sf")
        for step in (0, 1):
            one = one.asked(_at(asked + step), "main")
        for moment in chance.sample(packed, len(packed)):
            one = one.packed(_at(moment), "main")
        if one.paid_at and paid <= 30:
            waited.append(30 - paid)
        if packed and max(packed) >= asked:
            picked.append(int((times.parse(_at(max(packed))) - times.parse(_at(asked))).total_seconds() // 60))
        whole += tally_of(one.tracked(_at(90), "sf", "std", None, arrived=True, failed=False))
    for span, took in ((whole.waited, waited), (whole.picked, picked)):
        assert sum(span.values()) == len(took) > 50
        assert percentile(span, 50) == median_low(took)
        assert percentile(span, 90) == sorted(took)[-(-9 * len(took) // 10) - 1]


def test_the_order_in_which_it_is_told_does_not_matter() -> None:
    """Failed, and found again after all; a hand-over that is told last."""
    steps: list[Callable[[Parcel], Parcel]] = [
        lambda one: one.left(_at(0), "sf"),
        lambda one: one.tracked(_at(50), "sf", "std", None, arrived=False, failed=True),
        lambda one: one.tracked(_at(90), "sf", "std", False, arrived=True, failed=False),
        lambda one: one.complained(["arrived_late"]),
    ]
    ends = set[str]()
    for order in permutations(steps):
        one = Parcel("ord_1", "shp_1", lane="CN")
        for step in order:
            one = step(step(one))
        ends.add(f"{one} {tally_of(one)}")
    assert len(ends) == 1
    assert (one.ended_at, tally_of(one).counts["on_time" if one.on_time else "arrived"]) == (_at(90), 1)


def test_two_weeks_below_the_floor_suspend() -> None:
    """One bad week, a good one between, a week that is missing, one told twice or too late: none of these."""
    first = Weeks().told("2026-03-02", {"sf": 700, "ups": 950}, 900)
    assert (first.short, first.suspended) == ({"sf": 700}, {})
    assert first.told("2026-03-02", {"sf": 100}, 900) == first.told("2026-02-23", {"sf": 100}, 900) == first
    assert first.told("2026-03-16", {"sf": 100}, 900).suspended == {}
    assert first.told("2026-03-09", {"sf": 950}, 900).told("2026-03-16", {"sf": 1}, 900).suspended == {}
    assert first.told("2026-03-09", {}, 900).suspended == {}
    second = first.told("2026-03-09", {"sf": 600, "ups": 100}, 900)
    assert second.suspended == {"sf": Suspension("2026-03-09", 900, 700, 600)}
    third = second.told("2026-03-16", {"sf": 1000, "ups": 1}, 900)
    assert list(third.suspended) == ["sf", "ups"]
    back = third.without("sf")
    assert (list(back.suspended), back.told("2026-03-23", {"sf": 1}, 900).suspended.get("sf")) == (["ups"], None)
    assert Weeks().told("2026-03-02", {"sf": 0}, 0).told("2026-03-09", {"sf": 0}, 0).suspended == {}
