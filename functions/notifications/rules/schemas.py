"""What the shop says about when messages go."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from functions.notifications.channels.table import is_channel
from functions.notifications.model.rules import Rules
from functions.shared.documents.document import Versioned
from functions.shared.http.validation import MoneyModel, Schema

Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), Field(examples=["22:00"])]
_Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
_DEAREST = 100_000_000
_Rate = Annotated[int, Field(strict=True, ge=1, le=500)]


def _channels(given: dict[str, int]) -> dict[str, int]:
    if unknown := sorted(name for name in given if not is_channel(name)):
        raise ValueError(f"no channel {unknown[0]}")
    return given


def _a_price(given: MoneyModel | None) -> MoneyModel | None:
    if given is not None and not 0 <= given.amount <= _DEAREST:
        raise ValueError(f"an amount from 0 to {_DEAREST}")
    return given


class QuietHoursModel(Schema):
    start: Clock
    end: Clock


class MessageRulesModel(Versioned):
    """Quiet hours are the reader's own; they and the caps are about what nobody waits for: service and marketing messages."""

    quiet_hours: QuietHoursModel | None = None
    cap_per_day: int = Field(0, strict=True, ge=0, le=100, description="0: none.")
    cap_per_week: int = Field(0, strict=True, ge=0, le=200, description="In seven days; 0: none.")
    per_second: Annotated[dict[_Name, _Rate], AfterValidator(_channels)] = Field(
        default_factory=dict, max_length=20, description="The most that is given to a channel's provider; below SES's rate for email."
    )
    inbox_days: int = Field(180, strict=True, ge=7, le=1_095, description="How long an entry of an inbox is kept.")
    sms_thousand_segments: Annotated[MoneyModel | None, AfterValidator(_a_price)] = Field(
        None, description="What the provider takes for 1,000 segments of text messages; previews then tell what a text costs."
    )

    def rules(self) -> Rules:
        start, end = (self.quiet_hours.start, self.quiet_hours.end) if self.quiet_hours else ("", "")
        price = self.sms_thousand_segments
        cost = (price.amount, price.currency) if price else (0, "")
        return Rules(start, end, self.cap_per_day, self.cap_per_week, dict(self.per_second), self.inbox_days, *cost)


class MessageRulesOut(MessageRulesModel):
    version: int


def rules_view(rules: Rules, version: int) -> MessageRulesOut:
    return MessageRulesOut(
        quiet_hours=QuietHoursModel(start=rules.quiet_from, end=rules.quiet_until) if rules.quiet_from else None,
        cap_per_day=rules.cap_day,
        cap_per_week=rules.cap_week,
        # What is said of a channel whose package is gone counts again when that is back.
        per_second={name: rate for name, rate in rules.per_second.items() if is_channel(name)},
        inbox_days=rules.inbox_days,
        sms_thousand_segments=MoneyModel(amount=rules.sms_thousand, currency=rules.sms_currency) if rules.sms_currency else None,
        version=version,
    )
