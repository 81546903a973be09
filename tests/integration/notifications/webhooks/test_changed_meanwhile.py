"""X02: an endpoint is moved, removed, disabled or hears of less while messages wait for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.notifications.app import send_messages
from functions.notifications.deliveries import disable, replay, run_errand, send_message
from functions.notifications.model.lane import SETTLE
from functions.notifications.store.endpoints import all_endpoints, find_endpoint
from functions.notifications.store.errands import find_errand
from functions.notifications.store.lanes import find_lane, slot_of
from functions.notifications.store.records import NotificationsTable
from functions.shared.outside import clock
from tests.integration.notifications.webhooks.subscribers import DEAD, PATH, Stage, work
from tests.support.events import events_in, sqs
from tests.support.races import in_between

Patch = pytest.MonkeyPatch
DOWN = "order.paid", "order.shipped"


def waiting(stage: Stage, endpoint: Any, *, status: int = 503) -> None:
    """Three events of each of two orders, tried for twenty minutes."""
    stage.outside.answers = lambda _: status
    for order in ("ord_1", "ord_2"):
        stage.tell(*(stage.event(order, n, type_) for n, type_ in enumerate(("order.placed", *DOWN), 1)))
    for minutes in (0.1, 1, 3, 13):
        stage.later(minutes=minutes)
    assert {one.body["sequence"] for one in stage.outside.heard} == {1}
    assert {one["endpoint_id"] for one in stage.deliveries(endpoint)} == {endpoint["id"]}
    stage.outside.heard.clear()


def change(stage: Stage, endpoint: Any, **fields: Any) -> Any:
    answer = stage.ask("PATCH", f"{PATH}/{endpoint['id']}", fields)
    assert answer.status == 200, answer.text
    return answer.json


def test_moved_all_later_tries_go_to_the_new_address_in_order(stage: Stage) -> None:
    """Case 12 a. They need not wait for the end of their pause."""
    endpoint = stage.made()
    waiting(stage, endpoint)
    change(stage, endpoint, url="https://new.example.com/")
    stage.outside.answers = lambda _: 200
    stage.later(seconds=1)
    assert {one.url for one in stage.outside.heard} == {"https://new.example.com/"}
    for order in ("ord_1", "ord_2"):
        assert [one.body["sequence"] for one in stage.outside.of(order)] == [1, 2, 3]


def test_removed_nothing_is_called_and_what_waits_is_cancelled(stage: Stage) -> None:
    """Case 12 b: at once, and it stays so when the queue is redriven; no endpoint comes back."""
    endpoint = stage.made()
    waiting(stage, endpoint)
    answer = stage.ask("DELETE", f"{PATH}/{endpoint['id']}")
    assert answer.status == 204
    stage.outside.answers = lambda _: 200
    stage.later(seconds=1)
    rows = stage.deliveries(endpoint)
    assert [(one["state"], one["reason"]) for one in rows] == [("cancelled", "endpoint_removed")] * 6
    with clock.frozen(stage.now + timedelta(hours=5)):
        for slot in range(4):
            send = {"endpoint_id": endpoint["id"], "slot": slot}
            assert send_messages(sqs([send]), None) == {"batchItemFailures": []}
    stage.tell(stage.event("ord_1", 9))
    stage.later(hours=5)
    assert stage.outside.heard == []
    assert [one.state.value for one in all_endpoints()] == ["removed"]
    assert all_endpoints()[0].secrets == []
    assert stage.ask("GET", f"{PATH}/{endpoint['id']}").status == 404
    assert stage.ask("POST", f"{PATH}/{endpoint['id']}/deliveries/{rows[0]['id']}/replay").status == 404
    assert stage.ask("GET", DEAD).json["data"] == []


def test_disabled_and_enabled_again_the_first_event_goes_first(stage: Stage) -> None:
    """Case 12 c: what is older than a day is listed as not delivered, and the next body shows the gap."""
    endpoint = stage.made()
    waiting(stage, endpoint)
    change(stage, endpoint, enabled=False)
    stage.later(hours=23)
    stage.tell(stage.event("ord_1", 4))
    assert stage.outside.heard == []
    stage.later(hours=2)
    stage.outside.answers = lambda _: 200
    assert change(stage, endpoint, enabled=True)["state"] == "enabled"
    stage.later(seconds=1)
    rows = stage.deliveries(endpoint, "ord_1")
    assert [(one["state"], one["reason"], one["sequence"]) for one in rows] == [
        ("failed", "too_late", 1), ("failed", "too_late", 2), ("failed", "too_late", 3), ("delivered", None, 4),
    ]  # fmt: skip
    assert [one.place for one in stage.outside.heard] == [("ord_1", 4)]
    assert len(stage.ask("GET", DEAD).json["data"]) == 6


def test_enabled_within_the_day_everything_comes_in_order(stage: Stage) -> None:
    """Case 12 c: two hours later."""
    endpoint = stage.made()
    waiting(stage, endpoint)
    change(stage, endpoint, enabled=False)
    stage.outside.answers = lambda _: 200
    stage.later(hours=2)
    assert stage.outside.heard == []
    change(stage, endpoint, enabled=True)
    stage.later(seconds=1)
    for order in ("ord_1", "ord_2"):
        assert [one.body["sequence"] for one in stage.outside.of(order)] == [1, 2, 3]


def test_a_type_that_is_taken_off_is_not_sent_and_no_order_waits_for_it(stage: Stage) -> None:
    """Case 12 d: also where it is the one being tried."""
    endpoint = stage.made()
    waiting(stage, endpoint)
    change(stage, endpoint, events=["order.paid"])
    stage.outside.answers = lambda _: 200
    stage.later(seconds=1)
    assert sorted((one.body["type"], one.place) for one in stage.outside.heard) == [
        ("order.paid", (order, 2)) for order in ("ord_1", "ord_2")
    ]
    rows = stage.deliveries(endpoint, "ord_2")
    assert sorted((one["type"], one["state"], one["reason"]) for one in rows) == [
        ("order.paid", "delivered", None),
        ("order.placed", "cancelled", "event_type_removed"),
        ("order.shipped", "cancelled", "event_type_removed"),
    ]
    change(stage, endpoint, events=list(DOWN))
    stage.later(hours=1)
    assert len(stage.outside.heard) == 2
    lost = next(one for one in rows if one["type"] == "order.placed")
    refused = stage.ask("POST", f"{PATH}/{endpoint['id']}/deliveries/{lost['id']}/replay")
    assert (refused.status, refused.code) == (409, "event_type_removed")


def test_a_narrower_filter_cancels_what_no_longer_fits(stage: Stage) -> None:
    """Case 12 d, of the data."""
    endpoint = stage.made()
    stage.outside.answers = lambda _: 503
    stage.tell(stage.event("ord_1", 1, channel="app"), stage.event("ord_2", 1, channel="web"))
    stage.settle()
    change(stage, endpoint, only={"channel": "web"})
    stage.outside.heard.clear()
    stage.later(seconds=1)
    assert [one.body["data"]["channel"] for one in stage.outside.heard] == ["web"]
    assert [one["reason"] for one in stage.deliveries(endpoint, "ord_1")] == ["filter_changed"]


def test_after_a_day_of_nothing_it_is_disabled_with_notice_once(stage: Stage) -> None:
    """X02: what came later waits on."""
    endpoint = stage.made(description="Books")
    stage.outside.answers = lambda _: 503
    stage.tell(stage.event("ord_1", 1), stage.event("ord_2", 1))
    for _ in range(47):
        stage.later(minutes=30)
    stage.tell(stage.event("ord_1", 2))
    assert stage.ask("GET", f"{PATH}/{endpoint['id']}").json["state"] == "enabled"
    stage.later(minutes=32)
    shown = stage.ask("GET", f"{PATH}/{endpoint['id']}").json
    assert (shown["state"], shown["disabled_reason"]) == ("disabled", "failing")
    (told,) = events_in(NotificationsTable, "webhook_endpoint.disabled")
    assert (told.subject, told.data["host"], told.data["description"]) == (endpoint["id"], "hooks.example.com", "Books")
    tries = len([one for one in stage.outside.of("ord_1") if one.place[1] == 1])
    assert tries >= 10
    before = len(stage.outside.heard)
    stage.later(hours=2)
    assert len(stage.outside.heard) == before
    stage.outside.answers = lambda _: 200
    change(stage, endpoint, enabled=True)
    stage.later(seconds=1)
    assert [one.place for one in stage.outside.heard[before:]] == [("ord_1", 2)]


def test_one_that_takes_some_is_not_disabled(stage: Stage) -> None:
    """X02: a message that it never takes is given up after its day, and the next one sent."""
    endpoint = stage.made()
    stage.outside.answers = lambda one: 500 if one.body["data"]["n"] == 1 else 200
    stage.tell(stage.event("ord_1", 1), stage.event("ord_1", 2))
    for n in range(13):
        stage.tell(stage.event(f"ord_o{n}", 2))
        stage.later(hours=2)
    assert stage.ask("GET", f"{PATH}/{endpoint['id']}").json["state"] == "enabled"
    rows = stage.deliveries(endpoint, "ord_1")
    assert sorted((one["state"], one["sequence"]) for one in rows) == [("delivered", 2), ("failed", 1)]


def test_back_within_the_day_nothing_is_lost(stage: Stage) -> None:
    """X02: down for 23 hours and a half."""
    stage.made()
    stage.outside.answers = lambda _: 503
    stage.tell(stage.event("ord_1", 1), stage.event("ord_1", 2))
    for hours in (1, *[2] * 11, 0.5):
        stage.later(hours=hours)
    stage.outside.answers = lambda _: 200
    stage.later(minutes=32)
    assert [one.place[1] for one in stage.outside.heard][-2:] == [1, 2]


def test_who_is_gone_is_disabled_at_once(stage: Stage) -> None:
    """X02: 410, as Standard Webhooks says; what waits waits."""
    endpoint = stage.made()
    stage.outside.answers = lambda _: 410
    stage.tell(stage.event("ord_1", 1), stage.event("ord_1", 2))
    stage.settle()
    shown = stage.ask("GET", f"{PATH}/{endpoint['id']}").json
    assert (shown["state"], shown["disabled_reason"], len(stage.outside.heard)) == ("disabled", "gone", 1)
    stage.outside.answers = lambda _: 200
    change(stage, endpoint, enabled=True)
    stage.later(seconds=1)
    assert [one.place[1] for one in stage.outside.heard] == [1, 1, 2]


def test_somebody_moves_it_while_it_is_disabled_for_the_old_address(stage: Stage, monkeypatch: Patch) -> None:
    endpoint = stage.made()
    stage.outside.answers = lambda one: 410 if "hooks" in one.url else 200
    stage.tell(stage.event("ord_1", 1))
    moved = lambda: change(stage, endpoint, url="https://new.example.com/")  # noqa: E731
    in_between(monkeypatch, disable, "find_endpoint", moved)
    stage.settle()
    found = find_endpoint(endpoint["id"])
    assert found is not None
    assert (found.state.value, found.url, events_in(NotificationsTable, "webhook_endpoint.disabled")) == (
        "enabled", "https://new.example.com/", [],
    )  # fmt: skip


def test_it_is_enabled_while_a_worker_parks_what_waits(stage: Stage, monkeypatch: Patch) -> None:
    """Case 12 c: who parked it had read the endpoint before."""
    endpoint = stage.made(enabled=False)
    stage.tell(stage.event("ord_1", 1))
    stage.now += SETTLE
    in_between(monkeypatch, send_message, "find_endpoint", lambda: change(stage, endpoint, enabled=True))
    with clock.frozen(stage.now):
        assert send_message.send_next(endpoint["id"], "ord_1") is send_message.Step.DELIVERED


def test_it_is_changed_again_while_what_waits_is_woken(stage: Stage, monkeypatch: Patch) -> None:
    """The second change's errand is not ended by the first one's worker."""
    endpoint = stage.made()
    waiting(stage, endpoint)
    change(stage, endpoint, url="https://second.example.com/")
    moved = lambda: change(stage, endpoint, url="https://third.example.com/")  # noqa: E731
    in_between(monkeypatch, run_errand, "find_errand", moved)
    with clock.frozen(stage.now):
        run_errand.run_errand(endpoint["id"], "wake")
    errand = find_errand(endpoint["id"], "wake")
    assert errand is not None
    assert (errand.round, errand.is_over) == (1, False)
    stage.outside.answers = lambda _: 200
    stage.later(seconds=1)
    assert {one.url for one in stage.outside.heard} == {"https://third.example.com/"}


def test_what_is_woken_is_looked_at_twice(stage: Stage) -> None:
    """The index of what waits may lag behind the change."""
    endpoint = stage.made()
    waiting(stage, endpoint)
    change(stage, endpoint, description="later")
    assert find_errand(endpoint["id"], "wake") is None
    change(stage, endpoint, url="https://new.example.com/")
    stage.later(seconds=1)
    first = len(stage.outside.heard)
    stage.later(seconds=80)
    errand = find_errand(endpoint["id"], "wake")
    assert errand is not None
    assert (errand.is_over, len(stage.outside.heard) > first, work()) == (True, True, 0)


def test_a_try_under_way_is_noted_though_it_is_replayed_meanwhile(stage: Stage, monkeypatch: Patch) -> None:
    endpoint = stage.made()
    event = stage.event("ord_1", 1)
    stage.tell(event)
    asked: list[Any] = []

    def meanwhile() -> None:
        asked.append(stage.ask("POST", f"{PATH}/{endpoint['id']}/deliveries/{event.id}/replay"))

    in_between(monkeypatch, send_message, "find_delivery", meanwhile)
    stage.settle()
    assert asked[0].status == 202
    (row,) = stage.deliveries(endpoint)
    assert (row["state"], {one.place for one in stage.outside.heard}) == ("delivered", {("ord_1", 1)})
    lane = find_lane(endpoint["id"], "ord_1")
    assert lane is not None
    assert lane.waiting == []
    assert slot_of("ord_1") in range(4)


def test_a_message_that_is_delivered_while_it_is_replayed_is_sent_once_more(stage: Stage, monkeypatch: Patch) -> None:
    endpoint = stage.made()
    event = stage.event("ord_1", 1)
    stage.tell(event)
    stage.now += SETTLE
    in_between(monkeypatch, replay, "lane_of", lambda: send_message.send_next(endpoint["id"], "ord_1"))
    assert stage.ask("POST", f"{PATH}/{endpoint['id']}/deliveries/{event.id}/replay").status == 202
    stage.later(seconds=1)
    assert [one.place for one in stage.outside.heard] == [("ord_1", 1), ("ord_1", 1)]
