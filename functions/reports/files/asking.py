"""What reports of a range are asked: days, a currency, a time zone, what they are compared with."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, Field, StringConstraints

from functions.reports.model.asked import Comparison, Span, span_of
from functions.reports.model.periods import Grain
from functions.shared.http.moments import Day
from functions.shared.http.validation import Schema
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import CURRENCIES
from functions.shared.plain.settings import settings

CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
WRONG = [(422, "unknown_timezone"), (422, "reversed_range"), (422, "range_too_long"), (422, "unknown_currency")]


class RangeQuery(Schema):
    first: Day = Field(alias="from", description="The first day.", examples=["2026-01-01"])
    last: Day = Field(alias="to", description="The last day, included; at most 400 days.", examples=["2026-01-31"])
    currency: CurrencyCode | None = Field(None, description="The shop's, unless given; two never mix.", examples=["CNY"])
    timezone: Annotated[str, StringConstraints(max_length=64)] | None = Field(None, description="The store's days, unless given.")

    def asked(self) -> tuple[Span, str]:
        """By day; and the currency. Raises Invalid."""
        currency = known_currency(self.currency) or settings().default_currency
        zone = settings().store_timezone
        return span_of(f"{self.first}", f"{self.last}", Grain.DAY, asked_zone=self.timezone, store_zone=zone), currency


class ComparedQuery(RangeQuery):
    compare: Comparison | None = Field(None, description="With as long before, or with the year before.")


class RangeOut(Schema):
    """Days, both included."""

    start: str = Field(validation_alias=AliasChoices("start", "from"), serialization_alias="from", examples=["2026-01-01"])
    end: str = Field(validation_alias=AliasChoices("end", "to"), serialization_alias="to", examples=["2026-01-31"])
    timezone: str


def known_currency(code: str | None) -> str | None:
    """Raises Invalid (422 `unknown_currency`)."""
    if code is not None and code not in CURRENCIES:
        raise Invalid.field("/currency", "unknown_currency", "Send a currency of ISO 4217 such as CNY.")
    return code


def range_of(span: Span) -> dict[str, str]:
    return {"start": str(span.first), "end": str(span.last), "timezone": span.zone}
