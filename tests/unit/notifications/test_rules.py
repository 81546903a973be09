"""J03: quiet hours of the reader's wall clock, also on the nights on which it is moved; caps by their day and by seven days."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from functions.notifications.model.rules import Rules, is_capped, quiet_until, sent_since, zone_of
from functions.notifications.model.wechat import fields_of
from functions.shared.plain import times

NIGHT = ("22:00", "08:00")
BERLIN, SHANGHAI = "Europe/Berlin", "Asia/Shanghai"


@pytest.mark.parametrize(
    ("now", "windows", "zone", "end"),
    [
        # Clocks go forward that night: 08:00 there is 06:00 UTC, not 07:00 (findings, case 14).
        ("2027-03-27T22:30:00Z", [NIGHT], BERLIN, "2027-03-28T06:00:00Z"),
        ("2027-10-30T21:00:00Z", [NIGHT], BERLIN, "2027-10-31T07:00:00Z"),
        ("2027-03-27T20:59:59Z", [NIGHT], BERLIN, None),
        ("2027-03-27T21:00:00Z", [NIGHT], BERLIN, "2027-03-28T06:00:00Z"),
        ("2027-03-28T06:00:00Z", [NIGHT], BERLIN, None),
        ("2027-03-27T05:00:00Z", [("12:00", "14:00")], SHANGHAI, "2027-03-27T06:00:00Z"),
        # The shop's and one's own that begins as it ends.
        ("2027-03-27T14:30:00Z", [NIGHT, ("07:30", "09:15")], SHANGHAI, "2027-03-28T01:15:00Z"),
        ("2027-03-27T14:30:00Z", [("", "")], SHANGHAI, None),
        # An end that this day does not have.
        ("2027-03-28T00:30:00Z", [("01:00", "02:30")], BERLIN, "2027-03-28T01:30:00Z"),
    ],
)
def test_quiet_hours(now: str, windows: list[tuple[str, str]], zone: str, end: str | None) -> None:
    found = quiet_until(times.parse(now), windows, ZoneInfo(zone))
    assert found == (times.parse(end) if end else None)


def test_hours_that_never_end_are_looked_at_again_in_days() -> None:
    now = times.parse("2027-03-27T10:00:00Z")
    found = quiet_until(now, [("00:00", "12:00"), ("12:00", "00:00")], ZoneInfo("UTC"))
    assert found is not None
    assert now < found <= now + timedelta(days=3)


def test_caps_count_days_of_the_reader_and_seven_days() -> None:
    now, zone = times.parse("2027-03-27T23:30:00Z"), ZoneInfo(SHANGHAI)
    sent = {"a": "2027-03-27T15:00:00.000Z", "b": "2027-03-27T17:00:00.000Z", "c": "2027-03-20T23:00:00.000Z"}
    left = sent_since(sent, now)
    assert set(left) == {"a", "b"}, "what is older than seven days does not count"
    # There it is the 28th: one of the two was sent on it.
    assert [is_capped(left, Rules(cap_day=cap), now, zone) for cap in (0, 1, 2)] == [False, True, False]
    assert [is_capped(left, Rules(cap_week=cap), now, zone) for cap in (0, 2, 3)] == [False, True, False]


def test_a_zone_that_is_none() -> None:
    assert [zone_of(name, "Asia/Shanghai").key for name in ("", "Mars/Base", "../etc", BERLIN)] == [SHANGHAI, SHANGHAI, SHANGHAI, BERLIN]


def test_fields_of_wechat_are_cut_to_what_it_takes() -> None:
    said = fields_of("template_id: TX1\npage: /pages/order\nthing1: " + "茶" * 30 + "\nphrase2：已发货\n")
    assert (said.template_id, said.page, len(said.data["thing1"]), said.data["phrase2"]) == ("TX1", "/pages/order", 20, "已发货")
    for wrong in ("thing1: x", "template_id: x", "no colon here", "template_id: t\n" + "\n".join(f"a{i}: b" for i in range(11))):
        with pytest.raises(ValueError, match=r"line|fields"):
            fields_of(wrong)
