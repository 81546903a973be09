"""What came of an experiment, counted out of the lake when it is asked."""

from __future__ import annotations

from datetime import timedelta

from functions.reports.model.trial.experiment import Experiment
from functions.reports.model.trial.outcome import OUTCOME, Counted
from functions.reports.store.duck import opened
from functions.reports.store.lake_files import read_days
from functions.shared.outside import clock
from functions.shared.plain import times

PAID_WITHIN = timedelta(days=3)
"""An order that is paid later than this after it was placed, or after the end, may not be seen."""


def outcome(one: Experiment) -> dict[str, Counted]:
    """By variant; "": seen in several. Of a draft nothing."""
    if one.started_at is None or one.last_moment is None:
        return {}
    end = min(times.parse(one.last_moment), clock.now())
    # An order that is paid now may have been placed before anybody was seen.
    first, last = (times.parse(one.started_at) - PAID_WITHIN).date(), min(end + PAID_WITHIN, clock.now()).date()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    with opened() as lake:
        lake.show(read_days(days))
        rows = lake.ask(OUTCOME, {"of": f"{one.id}|%", "start": one.started_at, "end": one.last_moment})
    found = {row["variant"].partition("|")[2]: Counted(row["people"], row["buyers"], int(row["orders"])) for row in rows}
    return {name: found[name] for name in (*one.shares, "") if name in found}
