"""What Kuaidi100 says of a parcel: always all of it, newest first, in the time of China."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from functions.shared.plain.errors import Invalid
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shipping.couriers.kuaidi100.statuses import status_of
from functions.shipping.couriers.moments import given_up, shanghai

Code = Annotated[str, StringConstraints(max_length=64)]
_SILENCE = timedelta(days=60)
_ABORTED = "abort"


class _Message(BaseModel):
    # A courier may add fields at any time; only what we use has to be right.
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Node(_Message):
    context: str = ""
    time: str = ""
    ftime: str = ""
    location: str | None = None
    status_code: Code | None = Field(None, alias="statusCode")

    def event(self, state: str) -> TraceEvent:
        """`state`: what the parcel as a whole is in, for a node that has no code of its own. Raises Invalid."""
        code = self.status_code or state
        try:
            at = shanghai(self.ftime or self.time)
        except ValueError as error:
            raise Invalid("A time of the message cannot be read.", code="invalid_time") from error
        return TraceEvent(at, status_of(code), self.context[:500], (self.location or "")[:500], code)


class Result(_Message):
    state: Code = ""
    com: Code = ""
    nu: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    data: list[Node] = Field([], max_length=500)

    def events(self) -> list[TraceEvent]:
        """Oldest first."""
        return [node.event(self.state if n == 0 else "") for n, node in enumerate(self.data)][::-1]


class Push(_Message):
    status: Code
    message: str = ""
    com_old: Code | None = Field(None, alias="comOld")
    com_new: Code | None = Field(None, alias="comNew")
    last_result: Result = Field(alias="lastResult")

    @property
    def never_seen(self) -> bool:
        """It gave up before the carrier knew the number: worth another try."""
        return self.status == _ABORTED and not self.last_result.data

    def events(self, received_at: str) -> list[TraceEvent]:
        found = self.last_result.events()
        if self.status == _ABORTED and found:
            last = max(event.at for event in found)
            at = given_up(last, _SILENCE, received_at)
            found.append(TraceEvent(max(at, last), TrackingStatus.EXPIRED, self.message[:500], "", _ABORTED))
        return found


def queried(answer: dict[str, Any]) -> list[TraceEvent]:
    """Raises pydantic's ValidationError, Invalid."""
    return Result.model_validate(answer).events()
