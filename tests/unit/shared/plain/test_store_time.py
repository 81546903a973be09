"""Times as people of the shop write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.plain.store_time import utc_of

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2026-11-11T00:00:00", "Asia/Shanghai", "2026-11-10T16:00:00+00:00"),
        ("2026-11-11T00:00", "Asia/Shanghai", "2026-11-10T16:00:00+00:00"),
        ("2026-11-11T00:00:00Z", "Asia/Shanghai", "2026-11-11T00:00:00+00:00"),
        ("2026-03-29T01:59:59", BERLIN, "2026-03-29T00:59:59+00:00"),
        ("2026-03-29T03:00:00", BERLIN, "2026-03-29T01:00:00+00:00"),
        ("2026-10-25T02:30:00", BERLIN, "2026-10-25T00:30:00+00:00"),
        ("2026-10-25T03:00:00", BERLIN, "2026-10-25T02:00:00+00:00"),
    ],
)
def test_a_local_time_is_that_of_the_store(text: str, zone: str, utc: str) -> None:
    """I04"""
    assert utc_of(text, zone).isoformat() == utc


@pytest.mark.parametrize("text", ["2026-03-29T02:30:00", "2026-13-01T00:00:00", "tomorrow", "2026-03-29", "", "0001-01-01T00:00:00"])
def test_what_names_no_moment_is_refused(text: str) -> None:
    """I04"""
    with pytest.raises(ValueError):
        utc_of(text, BERLIN)


@given(st.integers(946_684_800, 2_840_140_800).map(lambda unix: datetime.fromtimestamp(unix, UTC)))
def test_every_moment_has_a_local_text_that_names_it_or_its_first_twin(moment: datetime) -> None:
    text = moment.astimezone(ZoneInfo(BERLIN)).replace(tzinfo=None).isoformat()
    assert moment - utc_of(text, BERLIN) in (timedelta(), timedelta(hours=1))
