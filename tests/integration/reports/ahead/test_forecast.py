"""C04: two weeks ahead, from facts to what staff read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from functions.reports.app import app, forecast_nightly
from functions.reports.forecasts import count_demand
from functions.reports.store.forecast_items import demands
from functions.reports.store.level_items import put_levels
from functions.reports.store.records import ReportsTable
from functions.shared.outside import clock
from tests.integration.reports.ahead.past import TODAY, sell, sold_before
from tests.support.http import Client
from tests.support.identity import bearer

PATH = "/v1/admin/reports/forecast"
WEEKS = 8


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


def night() -> None:
    assert forecast_nightly({}, None)["variants"] >= 0


def asked(path: str = "") -> Any:
    answer = Client(app, bearer("analyst")).get(PATH + path)
    assert answer.status == 200, answer.text
    return answer.json


def variants() -> dict[str, Any]:
    return {one["variant_id"]: one for one in asked("/variants?limit=100")["data"]}


def test_a_shop_without_a_past_says_so() -> None:
    night()
    answer = Client(app, bearer("analyst")).get(PATH)
    assert (answer.status, answer.code) == (404, "not_found")
    assert asked("/variants") == {"data": [], "next_cursor": None}


def test_kinds_of_variants() -> None:
    """Sold every day; new for a week; sold out for nine days and now; gone for two months; sold once, and never again."""
    days = 7 * WEEKS
    weekly = [2, 2, 2, 2, 4, 6, 6]
    sold_before({
        "steady": [weekly[n % 7] for n in range(days)],
        "young": [0] * (days - 6) + [3] * 6,
        "out": [4] * (days - 9) + [0] * 9,
        "gone": [5] * 20 + [0] * (days - 20),
        "once": [1] + [0] * (days - 1),
    })  # fmt: skip
    night()
    found = variants()
    assert {name: one["basis"] for name, one in found.items()} == {
        "steady": "own", "young": "young", "out": "own", "gone": "none", "once": "none",
    }  # fmt: skip
    assert 40 <= found["steady"]["total"]["expected"] <= 56
    assert found["steady"]["total"]["expected"] <= found["steady"]["enough"]
    by_weekday = [day["expected"] for day in found["steady"]["days"][:7]]
    assert max(by_weekday) > 1.2 * min(by_weekday)
    assert 45 <= found["out"]["total"]["expected"] <= 60
    assert found["out"]["sold_out_days"] == 9
    assert found["gone"]["total"] == {"low": 0, "expected": found["gone"]["total"]["expected"], "high": 0}
    assert 0 < found["young"]["total"]["expected"] <= 45
    assert found["once"]["total"]["expected"] < 1
    whole = asked()
    assert (whole["first"], whole["variants"], len(whole["days"])) == ("2026-03-10", 5, 14)
    assert all(one["low"] <= one["expected"] <= max(1, one["high"]) for day in whole["days"] for one in day["hours"])
    expected = sum(one["expected"] for one in whole["days"][0]["hours"])
    assert whole["days"][0]["hours"][12]["expected"] > expected / 2


def test_a_shop_that_begins_catches_up_night_by_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(count_demand, "_MOST", 4)
    sell({"a": [1, 2, 3, 4, 5, 6]})
    for counted in ([3, 4, 5, 6], [2, 3, 4, 5, 6]):
        night()
        assert [one.units["a"] for one in demands(TODAY.date() - timedelta(days=30), TODAY.date())] == counted


def test_a_night_again_says_the_same_and_what_is_gone_goes() -> None:
    sold_before({"a": [2] * 29, "b": [1] * 29})
    night()
    before = {(item.pk, item.sk): item.body for item in ReportsTable.scan(ReportsTable.kind == "forecast")}
    ReportsTable(pk="FORECAST#VARIANTS", sk="var_left_over", kind="forecast", body="{}").save()
    night()
    after = {(item.pk, item.sk): item.body for item in ReportsTable.scan(ReportsTable.kind == "forecast")}
    assert after == before


def test_an_event_brings_what_it_brought() -> None:
    desk = Client(app, bearer("owner"))
    days = 70
    sold_before({"a": [4 if not 30 <= n < 33 else 16 for n in range(days)]})
    night()
    plain = variants()["a"]["total"]["expected"]
    for first, last in (("2026-01-29", "2026-01-31"), ("2026-03-12", "2026-03-14")):
        answer = desk.post(f"{PATH}/events", {"name": "fair", "first": first, "last": last})
        assert answer.status == 201, answer.text
    night()
    with_fair = variants()["a"]
    assert with_fair["total"]["expected"] > plain + 20
    assert with_fair["days"][2]["expected"] > 2.5 * with_fair["days"][0]["expected"]
    assert [one["first"] for one in asked("/events")["data"]] == ["2026-03-12", "2026-01-29"]
    again = desk.post(f"{PATH}/events", {"name": "fair", "first": "2026-03-12", "last": "2026-03-12"})
    assert (again.status, again.code) == (409, "event_known")
    assert desk.delete(f"{PATH}/events/2026-03-12_fair").status == 204
    assert desk.delete(f"{PATH}/events/2026-03-12_fair").status == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "fair", "first": "2026-03-12", "last": "2026-03-11"}, "reversed_range"),
        ({"name": "fair", "first": "2026-03-12", "last": "2026-05-11"}, "range_too_long"),
        ({"name": "Fair!", "first": "2026-03-12", "last": "2026-03-12"}, None),
        ({"name": "fair", "first": "soon", "last": "2026-03-12"}, None),
    ],
)
def test_an_event_that_is_none_is_refused(body: Any, code: str | None) -> None:
    answer = Client(app, bearer("owner")).post(f"{PATH}/events", body)
    assert answer.status == 422
    if code:
        assert code in answer.text
    assert asked("/events")["data"] == []


def test_pages_and_strangers() -> None:
    sold_before({f"v{n}": [1] * 40 for n in range(5)})
    night()
    first = asked("/variants?limit=2")
    second = asked(f"/variants?limit=2&cursor={first['next_cursor']}")
    assert [one["variant_id"] for one in first["data"] + second["data"]] == ["v0", "v1", "v2", "v3"]
    one = asked("/variants/v4")
    assert (one["variant_id"], one["on_hand"], one["to_order"]) == ("v4", None, None)
    put_levels("2026-03-09", "2026-03-08T18:20:00Z", {"v4": 40, "v3": 5})
    put_levels("2026-03-10", "2026-03-09T18:20:00Z", {"v4": 3})
    levels = {one["variant_id"]: (one["on_hand"], one["enough"] - one["to_order"]) for one in asked("/variants?limit=9")["data"][3:]}
    assert levels == {"v3": (5, 5), "v4": (3, 3)}
    assert Client(app, bearer("analyst")).get(f"{PATH}/variants/nothing").status == 404
    assert Client(app, bearer("analyst")).get(f"{PATH}/variants?cursor=other").status == 400
    assert Client(app, bearer("customer")).get(PATH).status == 403
