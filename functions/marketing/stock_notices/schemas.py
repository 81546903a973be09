"""Waiting for what is sold out, as shoppers say and see it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.marketing.model.wish import Wish
from functions.notifications import Channel
from functions.shared.contact.fields import Email
from functions.shared.http.validation import Schema

VariantId = Annotated[str, StringConstraints(pattern=r"^var_[0-9A-HJKMNP-TV-Z]{26}$"), Field(examples=["var_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$", max_length=35)]


class StockNoticeIn(Schema):
    variant_id: VariantId
    quantity: int = Field(1, strict=True, ge=1, le=999, description="Fewer pieces are no news to you.")
    email: Email | None = Field(None, description="Without an account: it is asked first whether it is yours.")
    channel: Channel = Field(Channel.EMAIL, description="With an account.")
    language: Language = Field("", examples=["en"])


class StockNoticeOut(Schema):
    """`status`: waiting, or asked: a button in the mail that was sent has to be pressed first."""

    variant_id: str
    quantity: int
    status: str = Field(examples=["waiting"])
    channel: str
    asked_at: str | None

    @classmethod
    def of(cls, one: Wish) -> StockNoticeOut:
        return cls(variant_id=one.variant_id, quantity=one.quantity, status="waiting", channel=one.channel, asked_at=one.asked_at)


class StockNoticeList(Schema):
    data: list[StockNoticeOut]
    next_cursor: str | None = None
