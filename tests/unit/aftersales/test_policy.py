"""G04: the window is exact in the store's zone, the nearest category's policy counts, and nothing holds against a fault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.aftersales.model.policy import DEFAULT, Exclusion, Freight, Policy, applied, policy_for, window_end
from functions.aftersales.model.reasons import OF_THE_SHOP, Reason
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict

SHANGHAI, BERLIN, NEW_YORK, SANTIAGO = (
    ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Santiago")
)


@pytest.mark.parametrize(
    ("zone", "delivered", "end"),
    [
        (SHANGHAI, "2025-03-10T15:59:59.000Z", "2025-03-24T16:00:00.000Z"),
        (SHANGHAI, "2025-03-10T16:00:00.000Z", "2025-03-25T16:00:00.000Z"),
        # Summer time begins on 30 March in Berlin, and ends on 26 October: a day of 23, one of 25 hours.
        (BERLIN, "2025-03-20T12:00:00.000Z", "2025-04-03T22:00:00.000Z"),
        (BERLIN, "2025-10-20T12:00:00.000Z", "2025-11-03T23:00:00.000Z"),
        # On 9 March in New York; a parcel of 23:30 there came on that day, though it is the next one in UTC.
        (NEW_YORK, "2025-03-02T04:30:00.000Z", "2025-03-16T04:00:00.000Z"),
        (NEW_YORK, "2025-10-26T12:00:00.000Z", "2025-11-10T05:00:00.000Z"),
        # Midnight of 7 September does not exist there: the day begins at one.
        (SANTIAGO, "2025-08-23T12:00:00.000Z", "2025-09-07T04:00:00.000Z"),
    ],
)
def test_to_the_last_second(zone: ZoneInfo, delivered: str, end: str) -> None:
    assert times.iso(window_end(delivered, 14, zone)) == end
    last = times.parse(end) - timedelta(seconds=1)
    clause = applied(DEFAULT, Reason.CHANGED_MIND, delivered, last, zone)
    assert (clause.ends_at, clause.freight, clause.policy_id) == (end, Freight.BUYER, "default")
    with pytest.raises(Conflict) as refused:
        applied(DEFAULT, Reason.CHANGED_MIND, delivered, times.parse(end), zone)
    assert (refused.value.code, refused.value.extra["ended_at"]) == ("return_window_over", end)


@given(st.integers(1_704_067_200, 1_830_297_600), st.sampled_from([SHANGHAI, BERLIN, NEW_YORK, SANTIAGO]), st.integers(0, 60))
def test_the_window_ends_with_a_day_and_has_that_many_of_them(moment: int, zone: ZoneInfo, days: int) -> None:
    arrived = datetime.fromtimestamp(moment, UTC)
    end = window_end(times.iso(arrived), days, zone).astimezone(zone)
    last = (end.astimezone(UTC) - timedelta(milliseconds=1)).astimezone(zone)
    assert (last.date() - arrived.astimezone(zone).date()).days == days
    assert end.astimezone(UTC).astimezone(zone).date() > last.date()


def test_the_nearest_category_counts() -> None:
    paths = {"all": frozenset({"all"}), "cups": frozenset({"cups", "all"}), "mugs": frozenset({"mugs", "cups", "all"})}
    general, wide, near = Policy("general"), Policy("wide", "all"), Policy("near", "cups")
    policies = [general, wide, near]
    assert [policy_for(name, policies, paths).id for name in ("mugs", "cups", "all", "unknown", None)] == [
        "near", "near", "wide", "general", "general",
    ]  # fmt: skip
    assert policy_for("mugs", [], paths) is DEFAULT


@pytest.mark.parametrize("reason", sorted(OF_THE_SHOP))
def test_nothing_holds_against_a_fault(reason: Reason) -> None:
    strict = Policy("strict", window_days=0, fault_days=30, freight=Freight.BUYER, fee_bp=2000, exclusion=Exclusion.PERISHABLE)
    now = datetime(2025, 3, 20, tzinfo=UTC)
    clause = applied(strict, reason, "2025-03-10T00:00:00.000Z", now, SHANGHAI)
    assert (clause.freight, clause.fee_bp, clause.window_days) == (Freight.SHOP, 0, 30)
    with pytest.raises(Conflict) as refused:
        applied(strict, Reason.CHANGED_MIND, None, now, SHANGHAI)
    assert refused.value.code == "return_excluded"


def test_a_fee_and_no_delivery_yet() -> None:
    clause = applied(Policy("fee", fee_bp=500), Reason.WRONG_SIZE, None, datetime(2025, 3, 20, tzinfo=UTC), SHANGHAI)
    assert (clause.fee_bp, clause.ends_at) == (500, "")
