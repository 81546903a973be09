"""A/B tests: written, started and stopped by staff; who gets what; what came of it out of the events of browsers and orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.reports.app import app, lake_events
from functions.reports.experiments import assign, run_experiment
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.ids import customer_id
from tests.integration.catalog.searching.support import counted_calls
from tests.integration.reports.lake.visits import BROWSER, NOON, an_event, land, tell
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event
from tests.support.races import in_between

PATH = "/v1/admin/experiments"
SUBJECT = "5b3c0f5e-2a0e-4b5e-9a55-0d6e5f0c7a11"
HALF = {"control": 5000, "green": 5000}


@pytest.fixture(autouse=True)
def _world() -> Iterator[None]:
    assign.forget()
    with clock.frozen(NOON):
        yield


def desk() -> Client:
    return Client(app, bearer("owner"))


def written(key: str = "button", shares: dict[str, int] = HALF, **fields: Any) -> str:
    made = desk().post(PATH, {"key": key, "name": "Button", "shares": shares} | fields)
    assert made.status == 201, made.text
    return str(made.json["id"])


def running(key: str = "button", shares: dict[str, int] = HALF, **fields: Any) -> str:
    one = written(key, shares, **fields)
    assert desk().post(f"{PATH}/{one}/start").json["state"] == "running"
    assign.forget()
    return one


def gets(visitor: str, *, consent: bool = True, person: str = "") -> dict[str, str]:
    headers = bearer(subject=person) if person else {}
    answer = Client(app, headers).post("/v1/experiments", {"visitor": visitor, "consent": consent})
    assert answer.status == 200, answer.text
    return {one["key"]: one["variant"] for one in answer.json["data"]}


def test_nobody_changes_group_when_the_split_does() -> None:
    """J08, case 14: those who are in it stay, new ones come by the new split."""
    one = running()
    before = {f"a-{number}": gets(f"a-{number}")["button"] for number in range(60)}
    changed = desk().put(f"{PATH}/{one}", {"name": "Button", "shares": {"control": 10_000, "green": 0}, "days": 30})
    assert changed.json["shares"] == {"control": 10_000, "green": 0}
    assign.forget()
    assert {visitor: gets(visitor)["button"] for visitor in before} == before
    assert set(before.values()) == {"control", "green"}
    assert Counter(gets(f"b-{number}")["button"] for number in range(20)) == {"control": 20}


def test_a_customer_keeps_what_they_got_on_whichever_device() -> None:
    """J08"""
    running()
    guest = next(name for name in (f"g-{number}" for number in range(50)) if gets(name)["button"] == "green")
    assert gets(guest, person=SUBJECT) == {"button": "green"}
    assert {gets(f"d-{number}", person=SUBJECT)["button"] for number in range(12)} == {"green"}
    assert gets(guest) == {"button": "green"}


def test_who_did_not_agree_gets_the_control_and_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    running(shares={"control": 0, "green": 10_000})
    gets("warm")
    with counted_calls(monkeypatch) as calls:
        assert gets("a-1", consent=False) == {"button": "control"}
    assert calls == []
    with counted_calls(monkeypatch) as calls:
        assert gets("a-1") == {"button": "green"}
    assert len(calls) == 2
    with counted_calls(monkeypatch) as calls:
        assert gets("a-1") == {"button": "green"}
    assert len(calls) == 1


def test_two_first_calls_of_one_visitor_get_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second finds that another share held when the first was written."""
    one = running(shares={"control": 0, "green": 10_000})
    other: list[dict[str, str]] = []

    def first() -> None:
        desk().put(f"{PATH}/{one}", {"name": "Button", "shares": {"control": 10_000, "green": 0}, "days": 30})
        assign.forget()
        other.append(gets("a-1"))

    in_between(monkeypatch, assign, "got_before", first)
    assert [gets("a-1"), *other] == [{"button": "control"}] * 2


def test_it_starts_stops_and_decides_nothing() -> None:
    """J08"""
    one = written()
    assert gets("a-1") == {}
    assert desk().post(f"{PATH}/{one}/stop").code == "not_running"
    assert desk().get(f"{PATH}/{one}/outcome").json["in_several"] == 0
    started = desk().post(f"{PATH}/{one}/start").json
    assert desk().post(f"{PATH}/{one}/start").json == started
    assert desk().put(f"{PATH}/{one}", {"name": "B", "shares": {"a": 5000, "b": 5000}, "days": 30}).code == "variants_fixed"
    assert desk().put(f"{PATH}/{one}", {"name": "B", "shares": HALF, "days": 9}).code == "days_fixed"
    assign.forget()
    assert set(gets("a-1")) == {"button"}
    assert desk().post(f"{PATH}/{one}/stop").json["state"] == "ended"
    assign.forget()
    assert gets("a-1") == {}
    assert desk().post(f"{PATH}/{one}/start").code == "experiment_ended"
    assert desk().put(f"{PATH}/{one}", {"name": "B", "shares": HALF, "days": 30}).code == "experiment_ended"
    assert desk().post(PATH, {"key": "button", "name": "Again", "shares": HALF}).code == "key_taken"
    with clock.frozen(NOON + timedelta(days=2)):
        running("short", days=1)
    with clock.frozen(NOON + timedelta(days=3)):
        assert gets("a-1") == {}


def test_two_who_start_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one = written()
    in_between(monkeypatch, run_experiment, "experiment_named", lambda: desk().post(f"{PATH}/{one}/start"))
    assert desk().post(f"{PATH}/{one}/start").json["version"] == 2
    monkeypatch.setattr(run_experiment, "MOST_RUNNING", 1)
    assert desk().post(f"{PATH}/{written('other')}/start").code == "too_many_running"


def test_two_that_start_at_once_are_not_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """J08: the last place is given once, whoever looked when it was free."""
    monkeypatch.setattr(run_experiment, "MOST_RUNNING", 2)
    running("first")
    one, other = written("one"), written("other")
    in_between(monkeypatch, run_experiment, "running_experiments", lambda: desk().post(f"{PATH}/{other}/start"))
    assert desk().post(f"{PATH}/{one}/start").code == "too_many_running"
    assert [desk().get(f"{PATH}/{key}").json["state"] for key in (other, one)] == ["running", "draft"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"shares": {"a": 5000, "b": 4999}}, {"shares": {"a": 10_000}}, {"shares": {"a": -1, "b": 10_001}}, {"shares": {}}, {"days": 0},
        {"days": 91}, {"key": "A"}, {"name": ""}, {"shares": {"😀": 5000, "b": 5000}}, {"shares": {"a": "5000", "b": 5000}},
    ],
)  # fmt: skip
def test_what_no_experiment_can_be(wrong: dict[str, Any]) -> None:
    assert desk().post(PATH, {"key": "k", "name": "n", "shares": HALF} | wrong).status == 422
    assert desk().get(PATH).json["data"] == []


def test_who_asks_wrongly() -> None:
    for visitor in ("", "x" * 65, "😀", None):
        assert Client(app).post("/v1/experiments", {"visitor": visitor, "consent": True}).status == 422
    assert Client(app).post("/v1/experiments", {"visitor": "a"}).status == 422
    for name in ("exp_x", "x" * 3000):
        assert desk().get(f"{PATH}/{name}").status == 404
    assert Client(app, bearer("customer")).get(PATH).status == 403


def test_exposure_and_conversion_are_those_of_the_events() -> None:
    """J08, case 14: who was seen in both is counted in neither, their order once; a purchase before the first sight counts for none."""
    one = running()
    hour = timedelta(hours=1)
    numbers = iter(range(1000))

    def seen(visitor: str, variant: str, at: datetime, person: str = "") -> None:
        event = an_event(next(numbers), "experiment.seen", at, f"s-{visitor}", visitor, experiment=one, variant=variant)
        headers = bearer(subject=person) if person else {}
        with clock.frozen(at):
            body = {"consent": True, "events": [event]}
            assert Client(app, headers).post("/v1/events", body, user_agent=BROWSER).json["accepted"] == 1

    def buys(visitor: str, at: datetime, person: str | None = None) -> None:
        order = an_order(customer_id=person)
        with clock.frozen(at):
            tell([an_event(next(numbers), "order.sent", at, f"s-{visitor}", visitor, order_id=order.id)])
            lake_events(sqs_of_events([paid_event(order), paid_event(order)]), None)

    for number in range(10):
        seen(f"c-{number}", "control", NOON + hour)
        seen(f"g-{number}", "green", NOON + hour)
    seen("g-0", "green", NOON + hour)
    buys("c-1", NOON + 2 * hour)
    for number in range(4):
        buys(f"g-{number}", NOON + 2 * hour)
    buys("g-3", NOON + 2 * hour)
    buys("early", NOON + hour)
    seen("early", "green", NOON + 2 * hour)
    seen("phone", "control", NOON + hour)
    seen("laptop", "green", NOON + hour, person=SUBJECT)
    seen("phone", "control", NOON + 2 * hour, person=SUBJECT)
    buys("laptop", NOON + 2 * hour, person=customer_id(SUBJECT))
    with clock.frozen(NOON + 4 * hour):
        land()
        answer = desk().get(f"{PATH}/{one}/outcome")
    assert answer.status == 200, answer.text
    control, green = answer.json["variants"]
    assert (control["people"], control["buyers"], control["orders"], control["more"]) == (10, 1, 1, None)
    assert (green["people"], green["buyers"], green["orders"]) == (11, 4, 5)
    assert (answer.json["in_several"], answer.json["in_several_buyers"]) == (1, 1)
    assert green["more"] == pytest.approx(4 / 11 - 0.1, abs=1e-6)
    assert green["more_interval"]["low"] < green["more"] < green["more_interval"]["high"]
    assert green["interval"]["low"] < green["rate"] < green["interval"]["high"]
    assert times.iso(NOON) == answer.json["experiment"]["started_at"]


def test_what_no_browser_can_have_seen_is_set_aside() -> None:
    wrong = [an_event(1, "experiment.seen", NOON, experiment="x|y", variant="a"), an_event(2, "experiment.seen", NOON, variant="a")]
    assert tell(wrong).json["quarantined"] == 2
