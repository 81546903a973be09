"""Whom a gift card is sent to, in what comes in and goes out."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints

from functions.shared.contact.card_to import CardTo
from functions.shared.contact.fields import Email
from functions.shared.http.moments import Day
from functions.shared.http.validation import Schema
from functions.shared.outside import clock
from functions.shared.plain.errors import Invalid
from functions.shared.plain.settings import settings

_LONGEST_WAIT = timedelta(days=366)
PersonName = Annotated[str, StringConstraints(max_length=100)]
Message = Annotated[str, StringConstraints(max_length=500)]


class CardToIn(Schema):
    """Without an `email` it is sent to the buyer."""

    email: Email | None = Field(None, examples=["grace@example.com"])
    name: PersonName = Field("", examples=["Grace"])
    message: Message = Field("", examples=["Happy birthday!"])
    on: Day | None = Field(None, description="The day on which it is sent, by the store's clock; null: at once, or once it is paid.")

    def told(self) -> CardTo:
        """Raises Invalid (422 `day_over`, `too_late`)."""
        today = clock.now().astimezone(ZoneInfo(settings().store_timezone)).date()
        if self.on and self.on < today:
            raise Invalid.field("/send_to/on", "day_over", "That day is over.")
        if self.on and self.on > today + _LONGEST_WAIT:
            raise Invalid.field("/send_to/on", "too_late", "At most a year from now.")
        return CardTo(self.email or "", self.name, self.message, self.on.isoformat() if self.on else "")


class CardToOut(Schema):
    email: str | None
    name: str
    message: str
    on: str | None


def sent_to_view(to: CardTo | None) -> CardToOut | None:
    return CardToOut(email=to.email or None, name=to.name, message=to.message, on=to.on or None) if to else None
