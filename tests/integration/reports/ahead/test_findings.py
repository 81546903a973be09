"""A month of hours, a fault in it, and what staff do with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from botocore.client import BaseClient

from functions.notifications.app import notify
from functions.reports.app import app, detection_hourly, lake_events
from functions.reports.detection import look
from functions.reports.model.detection.pulse import Pulse
from functions.reports.model.lake_row import hour_of
from functions.reports.store.finding_items import going_on, put_pulses
from functions.reports.store.records import ReportsTable
from functions.shared.events.contracts.stock import StockDifferenceFound
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import envelope_of
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.access.people import Member
from tests.integration.reports.ahead.past import TODAY
from tests.integration.reports.lake.visits import land
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

PATH = "/v1/admin/reports/findings"


@pytest.fixture(autouse=True)
def _world() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


def a_month(until: int = 4) -> None:
    """Twenty orders an hour, counted up to `until` hours ago; the lake has nothing of the hours since."""
    luck, pulses = Random(3), []
    for back in range(24 * 30, until - 1, -1):
        placed = 20 + luck.randrange(-4, 5)
        paid = placed - luck.randrange(3)
        hour = hour_of(TODAY - timedelta(hours=back))
        pulses.append(Pulse(hour, 500 + luck.randrange(50), placed, placed, paid, 1, 1, channels={"web": placed}))
    put_pulses(pulses)


def listed(state: str = "open") -> list[dict[str, Any]]:
    answer = Client(app, bearer("analyst")).get(f"{PATH}?state={state}")
    assert answer.status == 200, answer.text
    return answer.json["data"]  # type: ignore[no-any-return]


def test_what_stops_is_told_once_with_its_reason_and_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    """M13: also by a mail to the staff who want to know."""
    one_who_knows = Member("analyst", email="one@example.com").id
    desk = Client(app, bearer("owner"))
    assert desk.put("/v1/admin/report_mails", {"mails": [], "findings": [one_who_knows]}).json["findings"] == [one_who_knows]
    stranger = desk.put("/v1/admin/report_mails", {"mails": [], "findings": ["cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]})
    assert (stranger.status, stranger.json["errors"][0]["pointer"]) == (422, "/findings/0")
    a_month()
    assert detection_hourly({}, None) == {"found": 1}
    for _ in range(2):
        assert detection_hourly({}, None) == {"found": 0}
    with clock.frozen(TODAY + timedelta(hours=3)):
        assert detection_hourly({}, None) == {"found": 0}
    (one,) = listed()
    assert (one["kind"], one["subject"], one["outcome"]) == ("traffic", "", None)
    assert "visits" in one["reason"]["en"]
    assert one["reason"]["zh"]
    detail = Client(app, bearer("analyst")).get(f"{PATH}/{one['id']}").json
    assert len(detail["chart"]) == 7 * 24 + 1
    assert detail["chart"][-1]["value"] == 0
    (event,) = [envelope_of(item) for item in ReportsTable.scan() if item.kind == "event"]
    mails: list[dict[str, Any]] = []
    real = BaseClient._make_api_call

    def noting(self: Any, operation: str, given: dict[str, Any]) -> Any:
        if operation == "SendEmail":
            mails.append(given)
            return {"MessageId": "m"}
        return real(self, operation, given)

    monkeypatch.setattr(BaseClient, "_make_api_call", noting)
    for _ in range(2):
        assert notify(sqs_of_events([event]), None) == {"batchItemFailures": []}
    (mail,) = mails
    assert mail["Destination"]["ToAddresses"] == ["one@example.com"]
    assert any(word in mail["Content"]["Simple"]["Subject"]["Data"] for word in ("visits", "访问"))


def test_stock_that_is_not_what_its_movements_say(caplog: pytest.LogCaptureFixture) -> None:
    """M13: told by the nightly check over the bus and the lake; it rings once."""
    a_month(until=1)
    told = Envelope("evt_1", "stock.difference_found", 1, times.iso(TODAY - timedelta(minutes=50)), "var_1", SYSTEM,
                    asdict(StockDifferenceFound("var_1", "main", "on_hand", 4, 5)))  # fmt: skip
    for _ in range(2):
        assert lake_events(sqs_of_events([told]), None) == {"batchItemFailures": []}
    land()
    for _ in range(2):
        detection_hourly({}, None)
    (one,) = (row for row in listed() if row["kind"] == "stock_accuracy")
    assert (one["seen"], one["usual"]) == (1, 0)
    chart = Client(app, bearer("analyst")).get(f"{PATH}/{one['id']}").json["chart"]
    assert sum(hour["value"] for hour in chart) == 1
    rung = [record.__dict__["kind"] for record in caplog.records if record.__dict__.get("alarm") == "finding.opened"]
    assert rung.count("stock_accuracy") == 1


def test_a_finding_is_resolved_once_and_stays_so() -> None:
    a_month()
    detection_hourly({}, None)
    (one,) = listed()
    desk = Client(app, bearer("owner"))
    assert desk.post(f"{PATH}/{one['id']}/resolve", {"outcome": "whatever"}).status == 422
    assert desk.post(f"{PATH}/{one['id']}/resolve", {"outcome": "mended"}).json["outcome"] == "mended"
    again = desk.post(f"{PATH}/{one['id']}/resolve", {"outcome": "expected"})
    assert (again.status, again.code) == (409, "already_resolved")
    assert listed() == []
    assert [row["outcome"] for row in listed("closed")] == [row["outcome"] for row in listed("all")] == ["mended"]
    assert desk.post(f"{PATH}/2026-01-01T00-nothing/resolve", {"outcome": "mended"}).status == 404
    with clock.frozen(TODAY + timedelta(hours=1)):
        detection_hourly({}, None)
    assert listed() == []


def test_a_shop_that_begins_or_is_quiet_has_nothing_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "_MOST", 4)
    for hours in range(2):
        with clock.frozen(TODAY + timedelta(hours=hours)):
            assert detection_hourly({}, None) == {"found": 0}
    put_pulses([Pulse(hour_of(TODAY - timedelta(hours=back))) for back in range(24 * 34, 3, -1)])
    with clock.frozen(TODAY):
        assert detection_hourly({}, None) == {"found": 0}
    assert going_on().looked == hour_of(TODAY - timedelta(hours=1))
    assert listed() == []
