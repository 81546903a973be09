"""HTTP operation for shoppers' browsers: what they looked at."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from functions.reports.events.take_in import take_in
from functions.reports.lake.behaviour import MOST_EVENTS, SCHEMAS
from functions.shared.auth.caller import CUSTOMER_KIND
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Schema

events_api = Api("reports")
_EXAMPLE = {
    "id": "01JD5Z6N7W8X9Y0Z1A2B3C4D5E", "type": "product.viewed", "at": "2026-01-31T16:00:00Z", "anonymous_id": "a-7f3c",
    "session_id": "s-91d2", "path": "/products/tea", "product_id": "prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E",
}  # fmt: skip


class EventsIn(Schema):
    """Each event is judged by itself: a wrong one is set aside and keeps no other out."""

    JUDGED_APART: ClassVar[frozenset[str]] = frozenset({"events"})

    consent: bool = Field(strict=True, description="Whether whoever sits there agreed to purpose `analytics`.", examples=[True])
    events: Annotated[list[Any], Field(min_length=1, max_length=MOST_EVENTS)] = Field(
        description=f"Objects of type {', '.join(SCHEMAS)}; functions/reports/README.md names their fields.", examples=[[_EXAMPLE]]
    )


class EventsTaken(Schema):
    """`duplicate`: twice in this batch. accepted + duplicate + quarantined is the number of events."""

    accepted: int
    duplicate: int
    quarantined: int


@events_api.operation(
    "POST", "/v1/events", summary="Tell what was looked at", status=202, body=EventsIn, response=EventsTaken, max_body=1024 * 1024,
)  # fmt: skip
def post_events(req: Request[EventsIn, NoQuery]) -> Reply:
    """An event that is sent again with its id within seven days counts once, so who got no answer sends the batch again. It is in the hour
    that the first copy told."""
    person = req.caller.id if req.caller.kind == CUSTOMER_KIND else ""
    taken = take_in(req.body.events, consent=req.body.consent, customer_id=person, user_agent=req.headers.get("user-agent", ""))
    return Reply(EventsTaken(**vars(taken)), 202)
