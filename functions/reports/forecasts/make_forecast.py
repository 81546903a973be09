"""Every night: yesterday is counted, and two weeks are looked ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from functions.reports.facts.read_facts import FactsOf, facts_where_any
from functions.reports.forecasts.count_demand import LOOKS_BACK, count_demand
from functions.reports.model.forecast.forecast import Forecast, Past, forecast
from functions.reports.model.forecast.series import HORIZON
from functions.reports.store.forecast_items import Event, Made, all_events, demands, put_forecast
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.settings import settings

_FEWEST = 28
"""Days of sales before anything is said."""


def make_forecast(facts: FactsOf | None = None) -> int:
    """How many variants something was said of; running it again says the same."""
    zone = settings().store_timezone
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    counted, past = count_demand(today, zone, facts or facts_where_any()), past_until(today)
    if past is None:
        fact("reports.forecast_made", days=counted, variants=0)
        return 0
    made = forecast(past)
    put_forecast(_made(made), made.variants)
    fact("reports.forecast_made", days=counted, variants=len(made.variants))
    return len(made.variants)


def past_until(today: date) -> Past | None:
    """From the first day with a sale to yesterday; days that were not counted are not known. None where that is too short."""
    known = {date.fromisoformat(one.day): one for one in demands(today - timedelta(days=LOOKS_BACK), today - timedelta(days=1))}
    sold = [day for day, one in known.items() if one.units]
    if not sold or (today - min(sold)).days < _FEWEST:
        return None
    first = min(sold)
    days = [first + timedelta(days=number) for number in range((today - first).days)]
    names = sorted({name for one in known.values() for name in one.units})
    units = {name: [max(0, known[day].units.get(name, 0)) if day in known else None for day in days] for name in names}
    hours = [known[day].hours if day in known else None for day in days]
    events, ahead = all_events(), [today + timedelta(days=number) for number in range(HORIZON)]
    return Past(first, units, hours, [_event_of(day, events) for day in (*days, *ahead)])


def _event_of(day: date, events: Sequence[Event]) -> str:
    return next((one.name for one in events if one.first <= day.isoformat() <= one.last), "")


def _made(made: Forecast) -> Made:
    return Made(
        times.iso(clock.now()), made.first.isoformat(), made.hours, len(made.variants), made.error, made.naive_error, made.inside,
        made.hours_inside,
    )  # fmt: skip
