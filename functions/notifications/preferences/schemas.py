"""What people say of the messages they want."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints

from functions.notifications.channels.table import brought_channels, is_channel
from functions.notifications.model.purpose import Channel, Preferences, Purpose, may_switch_off
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


def _there(name: str) -> str:
    if not is_channel(name):
        raise ValueError("no channel of that name")
    return name


# Ours, or the name of one that a package brings.
ChannelName = Channel | Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,19}$"), AfterValidator(_there)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), Field(examples=["22:00"])]


class SwitchIn(Schema):
    purpose: Purpose = Field(description="Transactional ones cannot be switched off by email and sms.", examples=["marketing:news"])
    channel: ChannelName
    on: bool


class QuietHours(Schema):
    start: Clock
    end: Clock


def _each_once(given: list[SwitchIn]) -> list[SwitchIn]:
    if any(not may_switch_off(one.purpose, one.channel) for one in given):
        raise ValueError("messages about orders and codes cannot be switched off")
    if len({(one.purpose, one.channel) for one in given}) < len(given):
        raise ValueError("one stands here twice")
    return given


class PreferencesIn(Schema):
    """What is not named stays."""

    preferences: Annotated[list[SwitchIn], Field(max_length=100), AfterValidator(_each_once)]
    time_zone: TimeZone | None = Field(None, description="Where you are: advertising waits until your morning. Empty: as the shop's is.")
    quiet_hours: QuietHours | None = Field(
        None, description="Hours of yours in which nothing that can wait is sent, beside those of the shop; the same time twice: none."
    )


class PreferenceOut(Schema):
    purpose: Purpose
    channel: ChannelName
    on: bool = Field(description="Not switched off.")
    sent: bool = Field(description="It is on, and, for marketing, you agreed to advertising by that way (`/v1/me/consents`).")


class PreferencesOut(Schema):
    preferences: list[PreferenceOut] = Field(description="What can be switched off.")
    time_zone: str
    quiet_hours: QuietHours | None
    version: int

    @classmethod
    def of(cls, known: Preferences, agreed: frozenset[str]) -> PreferencesOut:
        free = agreed | {Channel.INBOX}
        rows = [
            PreferenceOut(purpose=purpose, channel=channel, on=on, sent=on and (channel in free or not purpose.is_marketing))
            for purpose in Purpose
            for channel in (*Channel, *brought_channels())
            if may_switch_off(purpose, channel)
            for on in (known.wants(purpose, channel),)
        ]
        quiet = QuietHours(start=known.quiet_from, end=known.quiet_until) if known.quiet_from else None
        return cls(preferences=rows, time_zone=known.time_zone, quiet_hours=quiet, version=known.version)


class SubscribeIn(Schema):
    email: Email
    language: Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$", max_length=35)] = Field("", examples=["en"])
    text_version: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]+$", max_length=64)] = Field(
        description="Of the words that were shown.", examples=["2026-11"]
    )


class SubscribedOut(Schema):
    status: str = Field(description="Always the same, whoever has the address.", examples=["asked"])
