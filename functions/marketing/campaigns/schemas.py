"""Message campaigns as staff send and see them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from functions.marketing.campaigns.expect import Expected
from functions.marketing.campaigns.figures import Figures, Result, uplift_of
from functions.marketing.model.campaign import Campaign, Group, Kind, Stage
from functions.notifications import Basis, Channel, Purpose, basis_of
from functions.shared.http.input_types import PlainText
from functions.shared.http.moments import MomentText
from functions.shared.http.validation import Schema, ShortName

SAID = ("link", "coupon_code", "title", "product_link", "ends")
"""What staff may have a text say besides; the rest is filled in for each reader."""
_LINKS = ("link", "product_link")
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
SegmentId = Annotated[str, StringConstraints(pattern=r"^seg_[0-9A-HJKMNP-TV-Z]{26}$"), Field(examples=["seg_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])]
FormId = Annotated[str, StringConstraints(pattern=r"^sfm_[0-9A-HJKMNP-TV-Z]{26}$"), Field(examples=["sfm_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])]
TemplateCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,60}$"), Field(examples=["spring_sale"])]
Said = Annotated[PlainText, StringConstraints(max_length=500)]
Advertising = Literal[Purpose.NEWS, Purpose.CARTS, Purpose.WIN_BACK]


def _web(values: dict[str, str]) -> dict[str, str]:
    for name in _LINKS:
        if name in values and not values[name].startswith(("https://", "http://")):
            raise ValueError(f"{name} is an address that begins with https://")
    return values


Values = Annotated[dict[Literal["link", "coupon_code", "title", "product_link", "ends"], Said], AfterValidator(_web)]


def _local(text: str) -> str:

    if not _LOCAL.fullmatch(text):
        raise ValueError("send a local time such as 2027-03-28T09:00")
    moment = datetime.fromisoformat(text)
    if not 1970 < moment.year < 2200:
        raise ValueError("from 1971 to 2199")
    return text


LocalTime = Annotated[str, StringConstraints(max_length=16), AfterValidator(_local), Field(examples=["2027-03-28T09:00"])]


class MessageCampaignIn(Schema):
    """What a message says is a template `marketing.<template>` of its channel (`/v1/admin/notifications/templates`)."""

    name: ShortName = Field(examples=["Spring sale"])
    kind: Kind = Field(Kind.MESSAGE, description="A survey asks how satisfied they are, and has no text of its own.")
    segment_id: SegmentId
    template: TemplateCode | None = None
    channel: Channel = Field(Channel.EMAIL, description="Each has templates of its own; a survey goes by all that speak of surveys.")
    form_id: FormId | None = Field(None, description="What a survey asks (`/v1/admin/survey_forms`); without one, how satisfied they are.")
    purpose: Advertising = Field(Purpose.NEWS, description="What a reader switches off by leaving.")
    values: Values = Field(default_factory=dict, examples=[{"link": "https://shop.example/sale", "coupon_code": "SPRING-10"}])
    valid_until: MomentText | None = Field(None, description="What it offers ends then: who would be told later is not.")
    holdout: int = Field(0, strict=True, ge=0, le=50, description="Per cent of those who match that are told nothing, to compare with.")
    repeat_days: int = Field(0, strict=True, ge=0, le=366, description="It is sent again so many days later, until it is cancelled.")
    once_in_days: int = Field(0, strict=True, ge=0, le=366, description="A repeated one tells nobody again before; 0: ever.")

    def fields(self) -> dict[str, object]:
        if self.kind is Kind.SURVEY:
            return {
                **dict(self),
                "valid_until": self.valid_until or "",
                "form_id": self.form_id or "",
                "template": "",
                "purpose": Purpose.SERVICE.value,
                "channel": Channel.EMAIL.value,
                "values": {},
            }
        said = {"valid_until": self.valid_until or "", "form_id": "", "purpose": Purpose(self.purpose).value, "channel": self.channel.value}
        return {**dict(self), **said}

    @model_validator(mode="after")
    def _whole(self) -> MessageCampaignIn:
        if (self.template is None) == (self.kind is Kind.MESSAGE):
            raise ValueError("a message says what stands in its template; a survey has none")
        if self.form_id and self.kind is Kind.MESSAGE:
            raise ValueError("only a survey has a form")
        return self


class ScheduleIn(Schema):
    """One of both, or neither: now."""

    MAY_BE_LEFT_OUT: ClassVar[bool] = True

    at: MomentText | None = Field(None, description="The same moment for everybody.")
    local_at: LocalTime | None = Field(
        None, description="By each reader's own clock (their time zone, else the shop's); 14 hours ahead at least."
    )

    @model_validator(mode="after")
    def _one(self) -> ScheduleIn:
        if self.at is not None and self.local_at is not None:
            raise ValueError("send at or local_at, not both")
        return self


class FiguresOut(Schema):
    """`told`: messages that were requested. What became of them comes some seconds later: `sent` and what providers said of those;
    `held_back`: by reason. `waiting`: readers whose own time has not come."""

    looked_at: int
    told: int
    held_out: int
    waiting: int
    sent: int
    failed: int
    delivered: int
    bounced: int
    complained: int
    unsubscribed: int
    held_back: dict[str, int]

    @classmethod
    def of(cls, one: Figures) -> FiguresOut:
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class MessageCampaignOut(Schema):
    id: str = Field(examples=["mcp_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    name: str
    kind: Kind
    state: Stage
    segment_id: str
    template: str
    channel: str
    purpose: str
    legal_basis: Basis
    values: dict[str, str]
    at: str | None
    local_at: str | None
    valid_until: str | None
    form_id: str | None
    holdout: int
    repeat_days: int
    once_in_days: int
    series: str
    problem: str = Field(description="Why it could not begin; empty otherwise.")
    created_at: str
    created_by: str
    started_at: str | None
    ended_at: str | None
    version: int

    @classmethod
    def of(cls, one: Campaign) -> MessageCampaignOut:
        shown = {name: getattr(one, name) for name in cls.model_fields if name != "legal_basis"}
        shown |= {name: shown[name] or None for name in ("at", "local_at", "started_at", "ended_at", "valid_until", "form_id")}
        return cls(**shown, legal_basis=basis_of(Purpose(one.purpose)))


class MessageCampaignList(Schema):
    data: list[MessageCampaignOut]
    next_cursor: str | None = None


class FiguresQuery(Schema):
    expected: bool = Field(False, description="Also whom it would tell if it went now; nobody is told.")
    cursor: str | None = Field(None, max_length=2000, description="Where to go on expecting, from `next_cursor`.")


class ExpectedOut(Schema):
    """Among the people of this call; with `next_cursor` there are more to look at, and the numbers add up. `told` and `held_out` are what
    the figures would say; `told_before` match, too, and were told by this campaign already."""

    looked_at: int
    told: int
    held_out: int
    told_before: int
    next_cursor: str | None

    @classmethod
    def of(cls, found: Expected) -> ExpectedOut:
        return cls(**vars(found))


class MessageCampaignFigures(Schema):
    id: str
    state: Stage
    figures: FiguresOut
    expected: ExpectedOut | None = Field(None, description="Where it was asked for.")


class ResultsQuery(Schema):
    days: int = Field(default=14, ge=1, le=90, description="Orders within so many days after somebody was told.")
    series: bool = Field(False, description="Of all runs of a repeated one together.")


class ResultOut(Schema):
    """Of one group: `people` who were told, or held out; their orders that were paid and not cancelled, and what those came to."""

    group: Group
    people: int
    orders: int
    orders_per_thousand: int
    spent: dict[str, int] = Field(description="By currency, in minor units, what was paid back left out.")


class ResultsOut(Schema):
    """`uplift_per_thousand`: orders of a thousand who were told, less those of a thousand who were held out; `uplift_low`, `uplift_high`:
    the interval that holds the true one in 95 of 100 campaigns. Where 0 lies in it, the campaign has not proven that it did anything."""

    id: str
    days: int
    groups: list[ResultOut]
    uplift_per_thousand: int | None
    uplift_low: int | None
    uplift_high: int | None

    @classmethod
    def of(cls, id_: str, days: int, found: list[Result]) -> ResultsOut:
        told, held_out = found
        shown = [
            ResultOut(group=Group(one.group), people=one.people, orders=one.orders, orders_per_thousand=one.per_thousand, spent=one.spent)
            for one in found
        ]
        uplift = uplift_of(told, held_out)
        low, high = (uplift.low, uplift.high) if uplift else (None, None)
        return cls(id=id_, days=days, groups=shown, uplift_per_thousand=uplift.value if uplift else None, uplift_low=low, uplift_high=high)
