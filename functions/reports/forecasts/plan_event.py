"""What people know ahead: days of a campaign, a holiday, a fair."""

from __future__ import annotations

from datetime import date

from functions.reports.store.forecast_items import Event, all_events, event_delete, event_put
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.transactions import Exists, Remember, transact

MOST_DAYS, MOST_EVENTS = 31, 500


class EventKnown(Conflict):
    code = "event_known"


def plan_event(event: Event, *, remember: Remember[Event]) -> Event:
    """Raises Invalid (422 `reversed_range`, `range_too_long`, `too_many_events`) and Conflict (409 `event_known`): another of that name
    begins on that day."""
    days = (date.fromisoformat(event.last) - date.fromisoformat(event.first)).days
    if days < 0:
        raise Invalid.field("/last", "reversed_range", "An event must end on or after the day it begins.")
    if days > MOST_DAYS:
        raise Invalid.field("/last", "range_too_long", f"At most {MOST_DAYS} days after the first.")
    if len(all_events()) >= MOST_EVENTS:
        raise Invalid(f"At most {MOST_EVENTS} events; take old ones away first.", code="too_many_events")
    try:
        transact([event_put(event), *remember(event)])
    except Exists as known:
        raise EventKnown("An event of that name begins on that day already.") from known
    return event


def drop_event(event_id: str, *, remember: Remember[None]) -> None:
    """Raises NotFound."""
    transact([event_delete(event_id), *remember(None)])
