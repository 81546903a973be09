"""Events of a browser: judged one by one and put into the spool. Tables are met for the consent of who is signed in, and for the board of
today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.privacy import Purpose, consents_of
from functions.reports.lake.behaviour import TOO_MUCH, Origin, is_bot, row_or_reason
from functions.reports.live.count import count_visitors
from functions.reports.model.lake_row import Row, hour_of
from functions.reports.store.lake_files import put_lines, spool_key
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Taken:
    """Of the batch alone: what came in another batch before is found when the hour lands."""

    accepted: int
    duplicate: int
    quarantined: int


def take_in(events: Sequence[Any], *, consent: bool, customer_id: str, user_agent: str) -> Taken:
    now = clock.now()
    named = _named(consent, customer_id)
    origin = Origin(times.iso(now), fresh.new_id("bat"), customer_id if named else "", is_bot(user_agent), named)
    judged = [row_or_reason(given, position, origin) for position, given in enumerate(events)]
    spool(hour_of(now), origin, judged, events)
    rows = [one for one in judged if isinstance(one, Row)]
    count_visitors(rows)
    different = len({row.id for row in rows})
    return Taken(different, len(rows) - different, len(judged) - len(rows))


def spool(hour: str, origin: Origin, judged: Sequence[Row | str], given: Sequence[Any]) -> None:
    """A head, then a line per event: its row, or the reason and the event itself (not where it is too large or too deep: who sends that
    sends more)."""
    lines = [
        {"row": vars(one)} if isinstance(one, Row) else {"reason": one, "event": None if one in TOO_MUCH else _unnamed(event, origin)}
        for one, event in zip(judged, given, strict=True)
    ]
    put_lines(spool_key(hour, origin.batch), [vars(origin), *lines])


def _unnamed(event: Any, origin: Origin) -> Any:
    """What is set aside has no more of a browser than what is taken in."""
    if origin.named or not isinstance(event, dict):
        return event
    return {name: "-" if name in ("anonymous_id", "session_id") else value for name, value in event.items()}


def _named(consent: bool, customer_id: str) -> bool:
    """What this browser was told counts, and a no in the account counts everywhere (purpose `analytics`)."""
    if not consent or not customer_id:
        return consent
    said = [one.given for one in consents_of(customer_id) if one.purpose is Purpose.ANALYTICS]
    return said != [False]
