"""M02, H11: whose a visit is stays with them: consent, erasure, and what was set aside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.privacy import Consent, Purpose, Source, note_consents
from functions.reports.app import app, lake_events
from functions.shared.events.contracts.customers import ErasureRequested
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.ids import customer_id
from tests.integration.reports.lake.visits import NOON, all_that_is_said, an_event, asked, land, objects, quality, tell
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event

SUBJECT = "6f1c9a52-0d3e-4a77-9b1c-2f8e5d7c4b3a"
LI = customer_id(SUBJECT)


def erase(person: str) -> None:
    told = Envelope("evt_1", ErasureRequested.TYPE, 1, times.iso(clock.now()), person, SYSTEM, {"person": person})
    assert lake_events(sqs_of_events([told, told]), None) == {"batchItemFailures": []}


def signed_in() -> str:
    return bearer(subject=SUBJECT)["Authorization"]


def test_who_is_erased_is_nowhere_and_the_figures_stay() -> None:
    before = [an_event(1, "page.viewed", NOON - timedelta(days=1), "s-li", "a-li"), an_event(2, "page.viewed", NOON, "s-li2", "a-li")]
    tell([an_event(0, "page.viewed", NOON - timedelta(hours=25), "s-li", "a-li")])
    tell([*before, {"anonymous_id": "a-li", "type": "no"}], authorization=signed_in())
    tell([an_event(3, "page.viewed", NOON, "s-other", "a-other")])
    land()
    assert LI in all_that_is_said()
    figures = asked("funnel?from=2026-03-09&to=2026-03-10")
    erase(LI)
    # Its spool has them until it goes, two days later; what has landed has them no more.
    with clock.frozen(NOON + timedelta(days=3)):
        land()
        tell([an_event(4, "page.viewed", NOON, "s-li2", "a-li")], authorization=signed_in())
        land()
    said = all_that_is_said()
    assert "a-other" in said
    landed = "".join(line for line in said.split("\n") if not line.startswith("{"))
    assert LI not in landed
    assert "s-li" not in landed
    after = asked("funnel?from=2026-03-09&to=2026-03-10")
    assert after["totals"]["viewed"] == figures["totals"]["viewed"]
    assert after["totals"]["page_views"] == figures["totals"]["page_views"] + 1
    assert [row["events"] for row in asked("quarantine")["data"]] == [1]
    assert objects("lake-quarantine/") == {}


@pytest.mark.parametrize("given", [True, False])
def test_a_no_in_the_account_counts_on_every_browser(given: bool) -> None:
    said = Consent(Purpose.ANALYTICS, given, "v1", Source.ACCOUNT, times.iso(NOON))
    note_consents(LI, [said], actor=SYSTEM, remember=lambda _: [])
    tell([an_event(1, "page.viewed", NOON, "s-li", "a-li")], authorization=signed_in())
    land()
    assert (LI in all_that_is_said(), "a-li" in all_that_is_said()) == (given, given)


def test_words_that_name_somebody_are_not_kept() -> None:
    words = ("li@example.com", "+86 138 0000 0000", "ｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "li (at) example.com", "一三八零零一三八零零零", "tea")
    tell([an_event(n, "search.made", NOON, query=query, results=0) for n, query in enumerate(words)])
    land()
    assert [word["query"] for word in asked("search_words?from=2026-03-10&to=2026-03-10")["words"]] == ["tea"]
    assert "example.com" not in all_that_is_said()


def test_paid_on_the_server_is_the_last_step_of_the_visit() -> None:
    """M02, finding 3b: our clock is behind theirs; the bus tells twice."""
    order = an_order(customer_id=LI)
    kinds = ("page.viewed", "cart.added", "checkout.started")
    tell([an_event(n, kind, NOON + timedelta(minutes=2)) for n, kind in enumerate(kinds)])
    tell([an_event(9, "order.sent", NOON + timedelta(minutes=2), order_id=order.id)])
    for _ in range(2):
        assert lake_events(sqs_of_events([paid_event(order)]), None) == {"batchItemFailures": []}
    land()
    totals = asked("funnel?from=2026-03-10&to=2026-03-10")["totals"]
    assert totals == {"page_views": 1, "viewed": 1, "carted": 1, "checked_out": 1, "paid": 1}
    assert quality()["duplicate"] == 1 + len(order.lines)


def test_what_was_set_aside_is_shown_and_tried_again() -> None:
    """M11"""
    late = an_event(1, "page.viewed", NOON - timedelta(days=9))
    tell([late, {"type": "unheard.of", "id": "x"}])
    land()
    staff = Client(app, bearer("manager"))
    (row,) = asked("quarantine")["data"]
    assert row["reasons"] == {"too_late": 1, "unknown_type": 1}
    assert asked(f"quarantine/{row['id']}")["content"] == [
        {"reason": "too_late", "event": late}, {"reason": "unknown_type", "event": {"type": "unheard.of", "id": "x"}},
    ]  # fmt: skip
    for _ in range(2):
        done = staff.post(f"/v1/admin/reports/quarantine/{row['id']}/replay", idempotency_key="again-please")
        assert (done.status, done.json["replayed"]) == (200, 1)
    land()
    assert quality() == {"received": 3, "accepted": 1, "duplicate": 0, "quarantined": 2}
    assert asked("funnel?from=2026-03-01&to=2026-03-01")["totals"]["page_views"] == 1
    assert staff.post("/v1/admin/reports/quarantine/bat_none/replay").status == 404


@pytest.mark.parametrize("range_", ["from=2026-03-02&to=2026-03-01", "from=2020-01-01&to=2030-01-01", "from=2026-02-30&to=2026-03-01", ""])
def test_ranges_that_are_none(range_: str) -> None:
    for report in ("funnel", "search_words", "data_quality"):
        assert Client(app, bearer("analyst")).get(f"/v1/admin/reports/{report}?{range_}").status == 422
