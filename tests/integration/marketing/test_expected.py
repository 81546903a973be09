"""I14, H10: what a campaign is expected to do is what it then does."""

from __future__ import annotations

import pytest

from functions.marketing.campaigns import expect
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.marketing import shop
from tests.integration.marketing.test_people_counted import bought
from tests.support.tables import snapshot


@pytest.fixture(autouse=True)
def _queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")
    monkeypatch.setattr(expect, "MOST_LOOKED", 20)
    shop.published()


def _expected(one: str) -> list[int]:
    """People who would be told, held out, and were told before: of as many calls as it takes."""
    sums, cursor, calls = [0, 0, 0], "", 0
    while True:
        answer = shop.staff().get(f"/v1/admin/message_campaigns/{one}/figures?expected=true{f'&cursor={cursor}' if cursor else ''}")
        assert answer.status == 200, answer.text
        found = answer.json["expected"]
        sums = [so_far + found[name] for so_far, name in zip(sums, ("told", "held_out", "told_before"), strict=True)]
        cursor, calls = found["next_cursor"], calls + 1
        if not cursor:
            return [*sums, calls]


def test_what_is_expected_is_what_is_then_sent() -> None:
    """I14, H10: by segment of recency, frequency and money and with a holdout: how many people, how many of them held out; nothing is
    written by asking. Run again, who was told before is no more expected than told."""
    for n in range(60):
        bought(n, 1 + n % 3 * 40, 1 + n % 5, 1_000 * (n + 1))
    segment = shop.segment({"field": "rfm", "op": "in", "value": ["champions", "loyal", "new", "promising"]})
    one = shop.campaign(segment, holdout=50, repeat_days=1)
    refused = shop.staff().get(f"/v1/admin/message_campaigns/{one}/figures?expected=true")
    assert (refused.status, refused.code) == (409, "people_not_counted")
    shop.due_work()
    before = snapshot()
    told, held_out, known, calls = _expected(one)
    assert snapshot() == before
    assert (told > 0, held_out > 0, known, calls > 1) == (True, True, 0, True)
    shop.schedule(one)
    assert _expected(one)[:2] == [told, held_out]
    shop.due_work()
    found = shop.figures(one)
    assert (found["told"], found["held_out"], shop.state(one), len(shop.requested())) == (told, held_out, "sent", told)
    assert _expected(one)[:3] == [0, 0, told + held_out]


def test_nobody_is_told_and_nothing_shown_to_who_may_not() -> None:
    """I14: `expected` alone when it is asked for; a broken cursor and that of another campaign are 400, a segment that is gone 409."""
    shop.known(1, orders=1, last_order_at=times.iso(clock.now()))
    one, other = (shop.campaign(shop.segment(name=name), holdout=50) for name in "ab")
    path = f"/v1/admin/message_campaigns/{one}/figures"
    assert shop.staff().get(path).json["expected"] is None
    found = shop.staff().get(f"{path}?expected=true").json["expected"]
    assert (found["looked_at"], found["told"] + found["held_out"], found["next_cursor"]) == (1, 1, None)
    for n in range(2, 30):
        shop.known(n)
    theirs = shop.staff().get(f"/v1/admin/message_campaigns/{other}/figures?expected=true").json["expected"]["next_cursor"]
    for cursor in ("x", "%F0%9F%98%80", theirs):
        wrong = shop.staff().get(f"{path}?expected=true&cursor={cursor}")
        assert (wrong.status, wrong.code) == (400, "invalid_cursor"), cursor
    assert shop.staff("support").get(f"{path}?expected=true").status in (401, 403)
