"""What the endpoints of the layout take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.notifications.model.template import Layout, Version
from functions.notifications.templates.schemas import Number
from functions.shared.http.validation import Language, LongText, Schema, Text

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$"), Field(examples=["#1f4fd8"])]
Footer = Annotated[LongText, StringConstraints(max_length=2_000)]


class LayoutIn(Schema):
    shop_name: dict[Language, Annotated[Text, StringConstraints(max_length=80)]] = Field(default_factory=dict, max_length=30)
    footer: dict[Language, Footer] = Field(
        default_factory=dict, max_length=30, description="Who writes, by law: name, form, address, register, and how to write back."
    )
    logo_url: str = Field("", max_length=500, description="The `url` of a picture of `/v1/admin/media`; empty for none.")
    accent: Colour = "#1f4fd8"
    accent_text: Colour = Field("#ffffff", description="On the accent; a contrast of 4.5 to 1 at least.")
    background: Colour = "#f3f4f6"
    text: Colour = Field("#1f2328", description="On white; a contrast of 4.5 to 1 at least.")
    sms_segments: int = Field(4, ge=1, le=10, description="The most segments a text message may be sent in.")
    note: str = Field("", max_length=500, description="Why, for colleagues.")


class LayoutOut(Schema):
    version: int = Field(description="0: what a shop begins with.")
    latest_version: int
    edited_at: str | None
    edited_by: str | None
    shop_name: dict[str, str]
    footer: dict[str, str]
    logo_url: str
    accent: str
    accent_text: str
    background: str
    text: str
    sms_segments: int


class LayoutVersion(Schema):
    version: int
    made_at: str
    made_by: str
    note: str
    layout: LayoutIn


class LayoutVersionPage(Schema):
    data: list[LayoutVersion]
    next_cursor: str | None


class LayoutPublish(Schema):
    version: Number = Field(description="An older one rolls back; 0 is what a shop begins with.")


def layout_version(version: Version, layout: Layout) -> LayoutVersion:
    return LayoutVersion(
        version=version.number, made_at=version.made_at, made_by=version.made_by, note=version.note, layout=LayoutIn(**vars(layout))
    )
