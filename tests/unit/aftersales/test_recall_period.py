"""R04: which pieces are of a recall's period, and which of them nobody was told of yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.aftersales.model.recall import Notice, Recall, Remedy

RECALL = Recall("rcl_1", {}, {}, {}, {}, [Remedy.REFUND], True, "", "", "", "", "", sent_from="2026-03-01", sent_until="2026-03-02")


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        ("2026-02-28T23:59:59.999Z", False),
        ("2026-03-01T00:00:00.000Z", True),
        ("2026-03-01T23:59:59.999Z", True),
        ("2026-03-02T00:00:00.000Z", False),
    ],
)
def test_the_first_moment_is_inside_and_the_last_is_not(at: str, *, inside: bool) -> None:
    recall = replace(RECALL, sent_from="2026-03-01T00:00:00.000Z", sent_until="2026-03-02T00:00:00.000Z")
    assert recall.concerns_sent(at) is inside
    assert replace(recall, sent_from="", sent_until="").concerns_sent(at)


@pytest.mark.parametrize(
    ("told", "sent", "there", "untold"),
    [
        ({"a": 1}, {"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": 3}, {"a": 3}, {"a": 2}),
        # One came back meanwhile: at most what is there.
        ({"a": 1}, {"a": 3}, {"a": 1}, {"a": 1}),
        ({"a": 1}, {"a": 1, "b": 2}, {"a": 1, "b": 2}, {"b": 2}),
        # A parcel came back without having arrived.
        ({"a": 2}, {"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": 2}, {}, {}),
    ],
)
def test_what_left_since_is_untold(told: dict[str, int], sent: dict[str, int], there: dict[str, int], untold: dict[str, int]) -> None:
    notice = Notice("ntc_1", "rcl_1", "ord_1", "1", told, "", sent=told)
    assert notice.untold(sent, there) == untold
    assert replace(notice, sent={}).untold(sent, there) == untold
