"""I08, I12: missions bring points once for each cause; changing them takes nothing back and gives nothing for the past."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from functions.loyalty.missions import note_cause
from functions.loyalty.model.missions import CauseKind
from functions.shared.events.contracts.catalog import ReviewWritten
from functions.shared.events.contracts.customers import CustomerRegistered
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.sealing import KEY_SK, KeyRecord, key_pk
from tests.integration.loyalty.shop import (
    NOON,
    check_books,
    completed,
    customer_of,
    hear,
    owner_of,
    paid,
    points_of,
    programme,
    staff,
)
from tests.integration.promotions.shop import a_cart
from tests.support.races import in_between


def mission(code: str, cause: str, **fields: Any) -> dict[str, Any]:
    return {"code": code, "name": {"zh": "任务 🎯", "en": code}, "cause": cause, "points": 50} | fields


def missions(*wanted: dict[str, Any]) -> int:
    version = staff().get("/v1/admin/missions").json["version"]
    return staff().put("/v1/admin/missions", {"enabled": True, "missions": list(wanted)}, **{"if-match": str(version)}).status


def told(payload: Any, name: str = "evt_1") -> Envelope:
    return Envelope(name, payload.TYPE, 1, times.iso(clock.now()), "x", SYSTEM, vars(payload))


def reviewed(subject: str, review: str) -> Envelope:
    return told(ReviewWritten(review, "prod_1", "var_1", "ord_1", 5, {}, customer_of(subject)))


def test_each_cause_brings_points_once() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        assert missions(mission("hello", "registered", points=7), mission("critic", "review_written", repeats=True)) == 200
        hear(told(CustomerRegistered(customer_of(subject), "en")), told(CustomerRegistered(customer_of(subject), "en"), "evt_2"))
        assert points_of(subject) == (7, 0, 0)
        hear(reviewed(subject, "rev_1"), reviewed(subject, "rev_2"))
        hear(reviewed(subject, "rev_1"))
        assert points_of(subject) == (107, 0, 0)
        # Less, and none at all for what was there before the change.
        missions(mission("critic", "review_written", points=1, repeats=True), mission("late", "registered", points=999))
        hear(reviewed(subject, "rev_2"), reviewed(subject, "rev_3"))
        assert points_of(subject) == (108, 0, 0)
        moves = owner_of(subject).get("/v1/me/points/moves").json["data"]
        assert [(one["mission"], one["points"], one["kind"]) for one in moves] == [
            ("critic", 1, "granted"), ("critic", 50, "granted"), ("critic", 50, "granted"), ("hello", 7, "granted"),
        ]  # fmt: skip
        check_books()


def test_progress_is_shown_and_an_order_counts_when_it_is_completed() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        missions(mission("two", "order_completed", needed=2), mission("gone", "registered", ends_at=times.iso(NOON)))
        for number in range(3):
            order = paid(a_cart(subject=subject, price=1000).place().json, f"pay_{number}")
            assert points_of(subject)[0] == (50 if number == 2 else 0)
            hear(completed(order), completed(order))
            (shown,) = owner_of(subject).get("/v1/me/missions").json["data"]
            assert (shown["counted"], shown["needed"], shown["done"], shown["over"]) == [
                (1, 2, 0, False),
                (0, 2, 1, True),
                (0, 2, 1, True),
            ][number]
        check_books()


def test_a_day_of_the_store_is_checked_in_once() -> None:
    subject = str(uuid.uuid4())
    missions(mission("daily", "checked_in", points=1, repeats=True))
    midnight = NOON + timedelta(hours=12)
    for at, counted in ((NOON, True), (midnight - timedelta(milliseconds=1), False), (midnight, True)):
        with clock.frozen(at):
            assert owner_of(subject).post("/v1/me/check_ins").json == {"counted": counted}
    assert points_of(subject) == (2, 0, 0)


def test_the_same_cause_twice_in_the_same_instant_and_two_causes(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        missions(mission("critic", "review_written", repeats=True))
        in_between(monkeypatch, note_cause, "progress_of", lambda: hear(reviewed(subject, "rev_1")))
        hear(reviewed(subject, "rev_1"))
        assert points_of(subject) == (50, 0, 0)
        in_between(monkeypatch, note_cause, "progress_of", lambda: hear(reviewed(subject, "rev_2")))
        hear(reviewed(subject, "rev_3"))
        assert points_of(subject) == (150, 0, 0)
        check_books()


def test_nobody_who_is_erased_is_given_points_and_bad_missions_are_refused() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        missions(mission("critic", "review_written"))
        KeyRecord(pk=key_pk(customer_of(subject)), sk=KEY_SK, kind="key", erased_at=times.iso(NOON)).save()
        assert not note_cause.note_cause(customer_of(subject), CauseKind.REVIEW_WRITTEN, "rev_1")
        assert points_of(subject) == (0, 0, 0)
        twice, hour = mission("a", "registered"), times.iso(NOON)
        for wrong in ([twice, twice], [mission("a", "slept")], [twice | {"points": 0}], [twice | {"starts_at": hour, "ends_at": hour}]):
            assert missions(*wrong) == 422
