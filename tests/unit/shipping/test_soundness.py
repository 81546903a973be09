"""F03, X45: whatever an adapter says, what reaches an order has the form of the port."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

import pytest

from functions.shared.outside import clock
from functions.shared.plain.errors import Unavailable, Unreadable
from functions.shared.plain.pickup_point import PickupPoint, PointKind
from functions.shared.plain.postal_address import Address
from functions.shared.plain.tracking import TraceEvent
from functions.shipping.couriers.account import Account
from functions.shipping.couriers.checking import checked
from functions.shipping.couriers.port import (
    Ability,
    Courier,
    CourierMessage,
    Delivery,
    Forged,
    Label,
    Measures,
    Pickup,
    PickupRequest,
    Quote,
    QuoteRequest,
    Trace,
    VoidAnswer,
    Waybill,
    WaybillRef,
    WaybillRequest,
    Webhook,
)
from functions.shipping.points.checking import checked as checked_points
from functions.shipping.points.port import FoundPoint, Near, PickupPoints

NAN, INF, HUGE = float("nan"), float("inf"), 1e308
HERE = Address("李雷", "13800000000", "CN", "上海", "上海", "黄浦", "南京东路 1 号")
AT = "2026-11-26T08:00:00.000Z"
REF = WaybillRef("SF1", "shp_1")


def asked(answer: Any) -> Courier:
    """Of an adapter that answers so to everything; an exception is raised."""

    def said(*_: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    methods = dict.fromkeys((*CALLS, "verify_webhook", "read_webhook"), said)
    return checked(type("Says", (Courier,), {"code": "says", "abilities": frozenset(Ability), **methods}))(Account("says"))


CALLS: dict[str, Callable[[Courier], Any]] = {
    "quote": lambda one: one.quote(QuoteRequest(HERE, Measures(1), "CNY")),
    "create_waybill": lambda one: one.create_waybill(WaybillRequest("shp_1", "shp_1", "1", HERE)),
    "cancel": lambda one: one.cancel(REF),
    "label": lambda one: one.label(REF),
    "query": lambda one: one.query(REF),
    "pickup": lambda one: one.pickup(PickupRequest("k", HERE, AT, AT, 1)),
}
STUMBLES = [
    KeyError("rates"),
    OverflowError("int too large"),
    TypeError("list"),
    AttributeError("get"),
    RecursionError(),
    ValueError("nan"),
]


@pytest.mark.parametrize("call", sorted(CALLS))
def test_an_adapter_that_stumbles_over_an_answer_has_none(call: str) -> None:
    """F03: the outcome is unknown, which the callers repeat with the same key; a fault of the shop itself stays one."""
    for error in STUMBLES:
        with pytest.raises(Unavailable):
            CALLS[call](asked(error))
    with pytest.raises(RuntimeError):
        CALLS[call](asked(RuntimeError("the process ended")))


@pytest.mark.parametrize("amount", [NAN, INF, -INF, HUGE, 10**14, -1, 0, True, "620", 6.2, None, [1]], ids=str)
def test_what_is_no_price_was_not_named(amount: Any) -> None:
    """F07: NaN, infinite, absurd, negative, nothing, no number; the other services stand."""
    good = Quote("air", 620, "CNY", 2)
    for odd in (Quote("odd", amount, "CNY"), replace(good, currency="XXX"), replace(good, currency=cast("str", None))):
        assert CALLS["quote"](asked([odd, good])) == [good]


@pytest.mark.parametrize(("days", "told"), [(0, 0), (3, 3), (-1, None), (NAN, None), (10**9, None), ("2", None), (True, None)])
def test_days_that_cannot_be_are_not_told(days: Any, told: int | None) -> None:
    """F07: the price counts all the same."""
    assert CALLS["quote"](asked([Quote("air", 1, "CNY", days)])) == [Quote("air", 1, "CNY", told)]


@pytest.mark.parametrize("number", ["", " ", "SF 1", "SF\n1", "顺丰1", "x" * 65, None, 12, NAN])
def test_a_waybill_without_a_number_is_not_known_to_be_there(number: Any) -> None:
    """F03: asked again with the same key."""
    with pytest.raises(Unavailable):
        CALLS["create_waybill"](asked(Waybill(number)))


def test_of_a_waybill_the_rest_counts_as_far_as_it_can_be() -> None:
    """F03"""
    odd = Waybill("SF1", cast("str", 5), cast("int", NAN), cast("int", INF), "CNY")
    assert CALLS["create_waybill"](asked(odd)) == Waybill("SF1")
    assert CALLS["create_waybill"](asked(Waybill("SF1", "javascript:1", 10**9, 5, "???"))) == Waybill("SF1")
    good = Waybill("SF1", "https://x.example/1", 1500, 620, "CNY")
    assert CALLS["create_waybill"](asked(good)) == good
    assert CALLS["cancel"](asked(VoidAnswer(cast("bool", "no"), "x" * 999))) == VoidAnswer(done=False, reason="x" * 300)
    assert CALLS["pickup"](asked(Pickup("VAN\x00\ud83d"))) == Pickup("VAN ?")
    for label in (Label(b""), Label(cast("bytes", "pdf")), None):
        with pytest.raises(Unavailable):
            CALLS["label"](asked(label))


def test_scans_keep_what_can_be_written() -> None:
    """F04: half a character, control characters, a code of 5 MB; without a time there is no scan."""
    odd = TraceEvent("2026-11-26T16:00:00+08:00", "FLYING", "a\x00b\ud83d", "p" * 900, "c" * 5_000_000)
    trace = CALLS["query"](asked(Trace([odd], cast("str", NAN), cast("int", INF))))
    assert trace == Trace([TraceEvent(AT, "", "a b?", "p" * 500, "c" * 128)])
    for at in ("yesterday", "", "9999-12-31T23:59:59Z", None):
        with pytest.raises(Unavailable):
            CALLS["query"](asked(Trace([replace(odd, at=cast("str", at))])))


def test_messages_that_adapters_stumble_over_are_unreadable_and_prove_nothing() -> None:
    """F04"""
    hook, now = Webhook({}, b"{}"), clock.now()
    for error in STUMBLES:
        with pytest.raises(Unreadable):
            asked(error).read_webhook(hook)
        with pytest.raises(Forged):
            asked(error).verify_webhook(hook, now)
    one = CourierMessage("SF1", [])
    for said in (
        Delivery("", [one]),
        Delivery("x" * 257, []),
        Delivery("1", [replace(one, waybill="")]),
        Delivery("1", [replace(one, waybill="a\nb")]),
    ):
        with pytest.raises(Unreadable):
            asked(said).read_webhook(hook)
    weighed = asked(Delivery("1", [replace(one, billed_weight_g=cast("int", NAN), eta=cast("str", 5))])).read_webhook(hook)
    assert weighed == Delivery("1", [one])


class Points(PickupPoints):
    code = "points"
    found: Sequence[FoundPoint] = ()

    def search(self, near: Near) -> Sequence[FoundPoint]:
        return Points.found

    def find(self, point_id: str) -> PickupPoint | None:
        return Points.found[0].point


POINT = PickupPoint("points", "P1", PointKind.LOCKER, "Locker P1", "PL", "Prosta 1", latitude=52.2, longitude=21.0, max_weight_g=25_000)


@pytest.mark.parametrize(
    ("changes", "sound"),
    [
        ({"latitude": NAN}, {"latitude": None, "longitude": None}),
        ({"longitude": INF}, {"latitude": None, "longitude": None}),
        ({"latitude": 91.0}, {"latitude": None, "longitude": None}),
        ({"max_weight_g": NAN}, {"max_weight_g": None}),
        ({"max_weight_g": -5}, {"max_weight_g": None}),
        ({"max_sides_mm": (640, INF, 380)}, {"max_sides_mm": ()}),
        ({"hint": "a\x00\ud83d" + "x" * 999}, {"hint": "a ?" + "x" * 297}),
        ({"takes_cash": "no"}, {"takes_cash": False}),
    ],
)
def test_of_a_point_what_is_no_number_is_not_known(changes: dict[str, Any], sound: dict[str, Any]) -> None:
    """X45: and the points beside it stand; so does one without a distance."""
    Points.found = [FoundPoint(replace(POINT, **changes), cast("int", NAN)), FoundPoint(replace(POINT, id="")), FoundPoint(POINT, 5)]
    provider = checked_points(Points)(Account("points"))
    assert provider.search(Near("PL")) == [FoundPoint(replace(POINT, **sound)), FoundPoint(POINT, 5)]
    assert provider.find("P1") == replace(POINT, **sound)


def test_a_provider_that_stumbles_did_not_answer() -> None:
    """X45"""
    Points.found = cast("Sequence[FoundPoint]", 5)
    provider = checked_points(Points)(Account("points"))
    for call in (lambda: provider.search(Near("PL")), lambda: provider.find("P1")):
        with pytest.raises(Unavailable):
            call()


def test_the_checked_adapter_is_the_adapter() -> None:
    """P04"""
    one = asked(None)
    assert (one.code, one.able(Ability.QUOTE), type(one).__name__) == ("says", True, "Says")
