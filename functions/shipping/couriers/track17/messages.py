"""What 17TRACK says of a parcel: always all of it, told apart by the carriers that it came from."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from functions.shared.plain import times
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shipping.couriers.moments import given_up, shanghai
from functions.shipping.couriers.track17.statuses import stage_of, status_of

Code = Annotated[str, StringConstraints(max_length=64)]
_SILENCE = timedelta(days=30)


class _Message(BaseModel):
    # A courier may add fields at any time; only what we use has to be right.
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Event(_Message):
    time_utc: str | None = None
    time_iso: str | None = None
    description: str | None = None
    location: str | None = None
    stage: Code | None = None
    sub_status: Code | None = None

    @property
    def at(self) -> str:
        """Empty for one without a time that can be read: it cannot be put in order, so it is left out."""
        for text in filter(None, (self.time_utc, self.time_iso)):
            with suppress(ValueError):
                return times.iso(times.bounded(times.parse(text)))
            with suppress(ValueError):
                return shanghai(text.replace("T", " "))
        return ""

    def trace(self, overall: str) -> TraceEvent:
        """`overall`: the parcel's own status, for a newest event that has none."""
        code = self.sub_status or self.stage or overall
        status = status_of(code) if self.sub_status or not self.stage else stage_of(code)
        return TraceEvent(self.at, status, (self.description or "")[:500], (self.location or "")[:500], code)


class _Status(_Message):
    status: Code = ""
    sub_status: Code | None = None


class _Provider(_Message):
    events: list[Event] = Field([], max_length=500)


class _Tracking(_Message):
    providers: list[_Provider] = Field([], max_length=10)


class _Estimate(_Message):
    to: str | None = None


class _Metrics(_Message):
    estimated_delivery_date: _Estimate | None = None


class TrackInfo(_Message):
    latest_status: _Status = _Status()
    tracking: _Tracking = _Tracking()
    time_metrics: _Metrics = _Metrics()

    @property
    def eta(self) -> str:
        """A day at the destination, as it stands there."""
        estimate = self.time_metrics.estimated_delivery_date
        return (estimate.to or "")[:10] if estimate else ""

    def events(self, received_at: str) -> list[TraceEvent]:
        """Oldest first."""
        given = sorted((one for provider in self.tracking.providers for one in provider.events if one.at), key=lambda one: one.at)
        overall = self.latest_status.sub_status or self.latest_status.status
        found = [one.trace(overall if n == len(given) - 1 else "") for n, one in enumerate(given)]
        if status_of(self.latest_status.status) == TrackingStatus.EXPIRED:
            last = found[-1].at if found else ""
            if at := given_up(last, _SILENCE, received_at):
                found.append(TraceEvent(max(at, last), TrackingStatus.EXPIRED, "", "", self.latest_status.status))
        return found


class Parcel(_Message):
    number: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    carrier: Code = ""
    tag: Annotated[str, StringConstraints(max_length=100)] | None = None
    track_info: TrackInfo | None = None


class Push(_Message):
    event: Code
    data: Parcel
