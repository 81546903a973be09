"""What people say of the messages they want."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints

from functions.notifications.model.purpose import CHOOSABLE, Channel, Preferences, Purpose
from functions.shared.contact.fields import Email
from functions.shared.http.validation import Schema


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known(name: str) -> str:
    if name and name not in _zones():
        raise ValueError("no time zone of that name")
    return name


TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known), Field(examples=["Europe/Berlin"])]


class SwitchIn(Schema):
    purpose: Purpose = Field(description="Any but transactional, which cannot be switched off.", examples=["marketing:news"])
    channel: Channel
    on: bool


def _each_once(given: list[SwitchIn]) -> list[SwitchIn]:
    if any(one.purpose is Purpose.TRANSACTIONAL for one in given):
        raise ValueError("messages about orders and codes cannot be switched off")
    if len({(one.purpose, one.channel) for one in given}) < len(given):
        raise ValueError("one stands here twice")
    return given


class PreferencesIn(Schema):
    """What is not named stays."""

    preferences: Annotated[list[SwitchIn], Field(max_length=len(Purpose) * len(Channel)), AfterValidator(_each_once)]
    time_zone: TimeZone | None = Field(None, description="Where you are: advertising waits until your morning. Empty: as your address is.")


class PreferenceOut(Schema):
    purpose: Purpose
    channel: Channel
    on: bool = Field(description="Not switched off.")
    sent: bool = Field(description="It is on, and, for marketing, you agreed to advertising by that way (`/v1/me/consents`).")


class PreferencesOut(Schema):
    preferences: list[PreferenceOut]
    time_zone: str
    version: int

    @classmethod
    def of(cls, known: Preferences, agreed: frozenset[Channel]) -> PreferencesOut:
        rows = [
            PreferenceOut(purpose=purpose, channel=channel, on=on, sent=on and (channel in agreed or not purpose.is_marketing))
            for purpose in CHOOSABLE
            for channel in Channel
            for on in (known.wants(purpose, channel),)
        ]
        return cls(preferences=rows, time_zone=known.time_zone, version=known.version)


class SubscribeIn(Schema):
    email: Email
    language: Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$", max_length=35)] = Field("", examples=["en"])
    text_version: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]+$", max_length=64)] = Field(
        description="Of the words that were shown.", examples=["2026-11"]
    )


class SubscribedOut(Schema):
    status: str = Field(description="Always the same, whoever has the address.", examples=["asked"])
