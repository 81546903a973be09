"""M02, M11: what no answer could say again is set aside by itself, and staff can look at the rest of its batch."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from functions.reports.app import app
from functions.reports.store.lake_files import put_lines, quarantine_key
from tests.integration.reports.lake.visits import NOON, an_event, asked, land, quality, tell
from tests.support.http import Client
from tests.support.identity import bearer


def nested(depth: int) -> Any:
    return json.loads("[" * depth + "]" * depth)


def test_one_event_of_odd_text_or_depth_keeps_no_other_out_and_is_shown() -> None:
    fine = an_event(1, "page.viewed", NOON)
    odd = [
        an_event(2, "search.made", NOON, query="a\x00b"), an_event(3, "search.made", NOON, query="a\x7fb"),
        an_event(4, "search.made", NOON, query="caf\ufffd"), an_event(5, "page.viewed", NOON, path="/caf\ufffd"), "\ufffd", "\x00",
        {**fine, "\ud800": 1}, {**fine, "more": "half \udc00 of one"}, an_event(6, "search.made", NOON, query="\ud800"),
    ]  # fmt: skip
    deep = [{**fine, "more": nested(depth)} for depth in (9, 260, 700)]
    assert tell([fine, *odd, *deep]).json == {"accepted": 1, "duplicate": 0, "quarantined": len(odd) + len(deep)}
    land()
    assert quality() == {"received": 1 + len(odd) + len(deep), "accepted": 1, "duplicate": 0, "quarantined": len(odd) + len(deep)}
    (row,) = asked("quarantine")["data"]
    assert row["reasons"] == {"invalid_text": len(odd), "too_deep": len(deep)}
    for wanted in ("", "?fields=content"):
        content = asked(f"quarantine/{row['id']}{wanted}")["content"]
        assert [line["event"] for line in content[-3:]] == [None] * 3
        assert content[0]["event"] == odd[0]
        assert content[7]["event"]["more"] == "half ? of one"
    again = Client(app, bearer("manager")).post(f"/v1/admin/reports/quarantine/{row['id']}/replay", idempotency_key="again-please")
    assert (again.status, again.json["replayed"]) == (200, 0)


def test_what_an_older_version_kept_is_shown_all_the_same() -> None:
    tell([{}])
    land()
    (row,) = asked("quarantine")["data"]
    put_lines(quarantine_key(row["id"]), [{"reason": "unknown_type", "event": {"more": nested(400)}}])
    assert asked(f"quarantine/{row['id']}")["content"][0]["event"] == {"more": nested(400)}


def test_a_field_beside_the_events_is_judged_as_anywhere() -> None:
    refused = Client(app).post("/v1/events", {"consent": True, "events": [an_event(1, "page.viewed", NOON)], "caf\ufffd": "a\x00"})
    assert (refused.status, refused.code) == (422, "unknown_encoding")
    assert tell([an_event(1, "page.viewed", NOON - timedelta(seconds=1))]).status == 202
