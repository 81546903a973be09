"""When something was last delivered to an endpoint. Told to some minutes, so that a message costs no further write."""

from __future__ import annotations

from datetime import datetime, timedelta

from functions.notifications.store.records import HealthRecord, endpoint_pk
from functions.shared.plain import times
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, transact

_HEALTH = "HEALTH"
_COARSE = timedelta(minutes=10)
_noted: dict[str, str] = {}
"""By endpoint, when this process last said so."""


def note_delivered(endpoint_id: str, now: datetime) -> None:
    at = times.iso(now)
    if _noted.get(endpoint_id, "") > times.iso(now - _COARSE) and _noted[endpoint_id] <= at:
        return
    _noted[endpoint_id] = at
    transact([Put(HealthRecord(pk=endpoint_pk(endpoint_id), sk=_HEALTH, kind="health", delivered_at=at))])


def delivered_last(endpoint_id: str) -> str:
    """Empty: never."""
    record = find(HealthRecord, endpoint_pk(endpoint_id), _HEALTH)
    return (record.delivered_at or "") if record else ""


def forget() -> None:
    """For tests: what a process knows must not outlive its tables."""
    _noted.clear()
