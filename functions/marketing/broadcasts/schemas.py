"""Broadcasts as staff write and see them, and banners as shops show them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from functions.marketing.model.broadcast import Broadcast, Concerned, Stage
from functions.notifications import sms_segments
from functions.shared.http.countries import Country
from functions.shared.http.input_types import PlainText
from functions.shared.http.moments import MomentText
from functions.shared.http.validation import Schema, ShortName

MOST_SEGMENTS = 4
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
OrderId = Annotated[str, StringConstraints(pattern=r"^ord_[0-9A-HJKMNP-TV-Z]{26}$"), Field(examples=["ord_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])]
Code = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Codes = Annotated[list[Code], Field(max_length=50)]


def _both(texts: dict[str, str]) -> dict[str, str]:
    if missing := {"zh", "en"} - set(texts):
        raise ValueError(f"written in {missing.pop()}, too: whoever reads neither reads one of these")
    return texts


def _short(texts: dict[str, str]) -> dict[str, str]:
    if any(sms_segments(text) > MOST_SEGMENTS for text in texts.values()):
        raise ValueError(f"a text message has {MOST_SEGMENTS} segments at most")
    return texts


def _said(most: int) -> type[dict[str, str]]:
    text = Annotated[PlainText, StringConstraints(min_length=1, max_length=most)]
    return Annotated[dict[Language, text], Field(max_length=10), AfterValidator(_both)]  # type: ignore[return-value]


Subject, Text = _said(150), _said(4_000)
Brief = Annotated[_said(600), AfterValidator(_short)]  # type: ignore[valid-type]


class AffectedModel(Schema):
    """Each that is left out does not matter; all that are sent have to fit."""

    placed_from: MomentText = Field(description="Orders placed from then on.")
    placed_until: MomentText | None = None
    statuses: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,30}$")]], Field(max_length=10)] = Field(
        default_factory=lambda: ["pending_payment", "paid", "fulfilling", "shipped"], description="Of orders; open ones by default."
    )
    countries: Codes = Field(default_factory=list)
    provinces: Codes = Field(default_factory=list, description="As in the address, or the code of ISO 3166-2.")
    carriers: Codes = Field(default_factory=list)

    def affected(self) -> Concerned:
        return Concerned(self.placed_from, self.placed_until or "", self.statuses, self.countries, self.provinces, self.carriers)


class BroadcastIn(Schema):
    """Either which orders, or by what they are found."""

    name: ShortName = Field(examples=["Storm in Guangdong"])
    subject: Subject = Field(examples=[{"zh": "配送延迟", "en": "Delays"}])  # type: ignore[valid-type]
    text: Text = Field(examples=[{"zh": "因台风影响，配送将延迟。", "en": "Parcels are late because of a storm."}])  # type: ignore[valid-type]
    brief: Brief = Field(  # type: ignore[valid-type]
        description="For a text message and a locked screen.",
        examples=[{"zh": "配送延迟", "en": "Your parcel is late because of a storm."}],
    )
    affected: AffectedModel | None = None
    order_ids: Annotated[list[OrderId], Field(max_length=2_000)] = Field(default_factory=list)
    banner_until: MomentText | None = Field(None, description="So long the shop shows it (`GET /v1/notices`).")

    @model_validator(mode="after")
    def _one(self) -> BroadcastIn:
        if bool(self.order_ids) == (self.affected is not None):
            raise ValueError("send affected or order_ids, one of both")
        return self

    def fields(self) -> dict[str, object]:
        found = {name: getattr(self, name) for name in ("name", "subject", "text", "brief")}
        affected = self.affected.affected() if self.affected else Concerned()
        return {
            **found, "affected": affected, "order_ids": list(dict.fromkeys(self.order_ids)), "banner_until": self.banner_until or ""
        }  # fmt: skip


class AffectedOut(Schema):
    placed_from: str
    placed_until: str
    statuses: list[str]
    countries: list[str]
    provinces: list[str]
    carriers: list[str]

    @classmethod
    def of(cls, one: Concerned) -> AffectedOut:
        return cls(**vars(one))


class BroadcastOut(Schema):
    """`told`: buyers; `looked_at`: affected orders."""

    id: str = Field(examples=["bct_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    name: str
    state: Stage
    subject: dict[str, str]
    text: dict[str, str]
    brief: dict[str, str]
    affected: AffectedOut
    order_ids: list[str]
    banner_until: str | None
    looked_at: int
    told: int
    created_at: str
    created_by: str
    sent_at: str | None
    ended_at: str | None
    version: int

    @classmethod
    def of(cls, one: Broadcast) -> BroadcastOut:
        shown = {name: getattr(one, name) for name in cls.model_fields if name != "affected"}
        shown |= {name: shown[name] or None for name in ("banner_until", "sent_at", "ended_at")}
        return cls(**shown, affected=AffectedOut.of(one.affected))


class BroadcastList(Schema):
    data: list[BroadcastOut]
    next_cursor: str | None = None


class NoticeOut(Schema):
    """What a shop shows to whom it concerns: in these countries, provinces, by these carriers; empty: to all."""

    id: str
    subject: str
    text: str
    countries: list[str]
    provinces: list[str]
    carriers: list[str]
    until: str


class NoticeList(Schema):
    data: list[NoticeOut]
    next_cursor: str | None = None


class NoticesQuery(Schema):
    country: Country | None = None
    province: str | None = Field(None, max_length=60)
    carrier: str | None = Field(None, max_length=60)
