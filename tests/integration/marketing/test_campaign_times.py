"""Campaigns: refused input, each reader's own time, repeated ones, and a share held out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.marketing.app import know_people
from functions.notifications.model.purpose import Preferences
from functions.notifications.store.preferences import change_preferences
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.marketing import shop
from tests.support.orders import an_order


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    shop.mailbox()
    shop.published()
    yield
    shop.forget_mails()


def living_in(zone: str) -> Callable[[Preferences], Preferences]:
    return lambda known: Preferences(known.off, zone, known.version)


def at(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_bad_input() -> None:
    segment = shop.segment()
    base = {"name": "x", "segment_id": segment, "template": "spring"}
    wrong: list[dict[str, Any]] = [
        {"template": None}, {"template": "Not A Name"}, {"segment_id": "seg_x"}, {"holdout": 51}, {"holdout": -1}, {"channel": "pigeon"},
        {"purpose": "transactional"}, {"values": {"name": "Eve"}}, {"values": {"link": "javascript:alert(1)"}}, {"values": {"title": ""}},
        {"repeat_days": 1.5}, {"kind": "spam"}, {"extra": 1}, {"segment_id": "seg_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"}, {"name": ""},
    ]  # fmt: skip
    for change in wrong:
        answer = shop.staff().post("/v1/admin/message_campaigns", base | change)
        assert answer.status == 422, (change, answer.text)
    one = shop.campaign(segment)
    past = times.iso(clock.now() - timedelta(minutes=1))
    soon = f"{clock.now() + timedelta(hours=13):%Y-%m-%dT%H:%M}"
    for when, code in (
        ({"at": past}, "in_the_past"), ({"local_at": soon}, "in_the_past"), ({"at": "tomorrow"}, "invalid_time"),
        ({"local_at": "2039-02-30T09:00"}, "value_error"), ({"at": past, "local_at": soon}, "value_error"),
    ):  # fmt: skip
        answer = shop.schedule(one, **when)
        assert answer.status == 422, answer.text
        assert code in {fault["code"] for fault in answer.json["errors"]}, answer.text
    assert shop.schedule(shop.campaign(segment, template="unwritten")).code == "template_missing"
    shop.published("german", "de")
    missing = shop.schedule(shop.campaign(segment, template="german"))
    assert (missing.code, missing.json["languages"], missing.json["wanted"]) == ("template_missing", ["de"], "zh")
    assert shop.schedule(one).status == 200
    changed = shop.staff().put(f"/v1/admin/message_campaigns/{one}", base)
    assert (changed.status, changed.code) == (409, "not_a_draft")
    assert shop.staff().post("/v1/admin/message_campaigns/mcp_x/cancel").status == 404
    assert shop.staff("analyst").get(f"/v1/admin/message_campaigns/{one}").status == 403


def test_a_segment_that_went_stops_it() -> None:
    segment = shop.segment()
    one = shop.campaign(segment)
    shop.schedule(one)
    shop.staff().delete(f"/v1/admin/segments/{segment}")
    shop.due_work()
    found = shop.staff().get(f"/v1/admin/message_campaigns/{one}").json
    assert (found["state"], found["problem"]) == ("cancelled", "unknown_segment")


def test_by_each_readers_own_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Berlin, New York and the shop's own time; who ordered meanwhile is not told."""
    start = times.parse("2027-03-26T12:00:00Z")
    at(monkeypatch, start)
    zones = ("Europe/Berlin", "America/New_York", "")
    people = [shop.a_customer(number) for number in range(4)]
    for who, zone in zip(people, zones, strict=False):
        if zone:
            change_preferences(who, living_in(zone))
    one = shop.campaign(shop.segment({"field": "orders", "op": "at_most", "value": 0}))
    assert shop.schedule(one, local_at="2027-03-28T09:00").status == 200
    told: list[tuple[str, int]] = []
    moment = start
    while moment < times.parse("2027-03-29T16:00:00Z"):
        moment += timedelta(minutes=30)
        at(monkeypatch, moment)
        if moment == times.parse("2027-03-27T20:00:00Z"):
            order = replace(an_order(), customer_id=people[3]).summary()
            shop.heard(know_people, [shop.event(OrderPaid(order, "pay_1", times.iso(moment)), order.order_id)])
        shop.due_work()
        if len(shop.requested()) > len(told):
            told.append((f"{moment:%dT%H:%M}", len(shop.requested())))
    assert told == [("28T01:00", 1), ("28T07:00", 2), ("28T13:00", 3)], "Shanghai, Berlin in summer time, New York"
    found = shop.figures(one)
    assert (shop.state(one), found["told"], found["waiting"], found["held_back"]) == ("sent", 3, 0, {"no_longer_matches": 1})


def test_held_out_and_what_they_did(monkeypatch: pytest.MonkeyPatch) -> None:
    """H13: the same people each time; orders of both groups, by days; a cancelled one is none."""
    start = times.parse("2027-05-01T08:00:00Z")
    at(monkeypatch, start)
    long_ago, lately = times.iso(start - timedelta(days=40)), times.iso(start - timedelta(days=29, hours=23))
    people = [shop.known(number, last_order_at=long_ago) for number in range(40)]
    for number in range(40, 46):
        shop.known(number, last_order_at=lately)
    shop.known(50)
    away = {"field": "days_since_last_order", "op": "at_least", "value": 30}
    one = shop.campaign(shop.segment(away), holdout=50, purpose="marketing:win_back", repeat_days=1, once_in_days=30)
    shop.schedule(one)
    shop.due_work()
    told = {event.data["person"] for event in shop.requested()}
    out = set(people) - told
    found = shop.figures(one)
    assert (found["told"], found["held_out"]) == (len(told), len(out))
    assert 10 <= len(out) <= 30
    rows = shop.staff().get("/v1/admin/message_campaigns").json["data"]
    following = next(row for row in rows if row["series"] == one and row["id"] != one)
    assert (following["state"], following["at"]) == ("scheduled", "2027-05-02T08:00:00.000Z")
    at(monkeypatch, start + timedelta(days=1, minutes=1))
    shop.due_work()
    late = {event.data["person"] for event in shop.requested()} - told
    assert len(shop.requested()) == len(told) + len(late), "once in 30 days"
    whole = shop.staff().get(f"/v1/admin/message_campaigns/{one}/results?series=true").json["groups"]
    assert [row["people"] for row in whole] == [len(told) + len(late), len(out) + 6 - len(late)], "and six who were away only then"
    at(monkeypatch, start + timedelta(days=3))
    paid, placed = [], times.iso(clock.now())
    for number, who in enumerate([*sorted(told)[:4], *sorted(out)[:2]]):
        order = replace(an_order(), id=f"ord_01JD5Z6N7W8X9Y0Z1A2B3C4D{number}E", customer_id=who, placed_at=placed).summary()
        paid.append(order)
    events = [shop.event(OrderPaid(order, "pay_1", order.placed_at), order.order_id) for order in paid]
    shop.heard(know_people, [*events, *events])
    shop.heard(know_people, [shop.event(OrderCancelled(paid[0], "customer", "paid"), paid[0].order_id)])
    results = shop.staff().get(f"/v1/admin/message_campaigns/{one}/results?days=14").json
    assert [(row["group"], row["people"], row["orders"]) for row in results["groups"]] == [
        ("told", len(told), 3), ("held_out", len(out), 2),
    ]  # fmt: skip
    both = shop.staff().get(f"/v1/admin/message_campaigns/{following['id']}/results?days=14&series=true").json
    assert [row["orders"] for row in both["groups"]] == [3, 2]
    assert results["groups"][0]["spent"] == {paid[0].currency: 3 * paid[0].total}
    early = shop.staff().get(f"/v1/admin/message_campaigns/{one}/results?days=3").json
    assert [row["orders"] for row in early["groups"]] == [0, 0]
    assert shop.staff().get(f"/v1/admin/message_campaigns/{one}/results?days=91").status == 422


def test_script_in_a_name_is_inert() -> None:
    """Also emoji, and a line break that would be a header."""
    shop.a_customer(1, name="Eve <script>alert(1)</script> 😀 {{ 7*7 }}\r\nBcc: x@example.com")
    one = shop.campaign(shop.segment(), values={"link": "https://shop.example/s", "coupon_code": '"><img src=x onerror=alert(1)>'})
    shop.schedule(one)
    shop.due_work()
    shop.deliver()
    mail = shop.mails()[0]
    shown = str(mail.body)
    assert "<script>" not in shown.replace("Hello Eve <script>", "")
    assert "\n" not in mail.subject
    assert "49" not in mail.subject
    assert "😀" in mail.subject
    assert shop.figures(one)["sent"] == 1
