"""How long a period of days or months lasts by Regulation (EEC, Euratom) No 1182/71."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_SATURDAY = 5


def days_after(event: date, days: int) -> date:
    """The last day. The day of the event is not counted (Article 3(1))."""
    return event + timedelta(days=days)


def months_after(event: date, months: int) -> date:
    """The day of the same number; where that month has none, its last day (Article 3(2)(c))."""
    count = event.year * 12 + event.month - 1 + months
    last = _first_of(count + 1) - timedelta(days=1)
    return last.replace(day=min(event.day, last.day))


def _first_of(count: int) -> date:
    """Of a month, by how many there were before it."""
    return date(count // 12, count % 12 + 1, 1)


def pushed_on(last: date, place_code: str) -> date:
    """The same day or, where that is a Saturday, a Sunday or a public holiday there, the next working day (Article 3(4)).

    `place_code`: of a country, or of a state of one (ISO 3166-2), whose own holidays count, too.
    """
    while last.weekday() >= _SATURDAY or last in _holidays(place_code, last.year):
        last += timedelta(days=1)
    return last


@lru_cache(maxsize=64)
def _holidays(place_code: str, year: int) -> frozenset[date]:
    """Of a place whose holidays nobody knows, none."""
    from holidays import country_holidays

    country, _, state = place_code.partition("-")
    states = _known().get(country)
    if states is None:
        return frozenset()
    return frozenset(country_holidays(country, subdiv=state if state in states else None, years=year))


@lru_cache(maxsize=1)
def _known() -> dict[str, list[str]]:
    from holidays import list_supported_countries

    return list_supported_countries()
