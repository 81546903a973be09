"""What the shop says in its own words: a template of an event, a channel and a language, in versions. Pure.

A version never changes. Which one is published is a field of the head; 0 is the shop's built-in file, or nothing where it has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from functions.shared.plain.deferred import dataclass

EMAIL, SMS, PUSH, INBOX, WECHAT = "email", "sms", "push", "inbox", "wechat"
PARTS: Mapping[str, tuple[str, ...]] = {
    EMAIL: ("subject", "text", "html"),
    SMS: ("text",),
    PUSH: ("title", "body"),
    INBOX: ("title", "text"),
    WECHAT: ("body",),
}
"""What a message of a channel is made of. Of a plug-in's channel: `text`."""
ONE_LINE = frozenset({"subject", "title"})
LONGEST: Mapping[str, int] = {"subject": 500, "title": 200, "body": 2_000, "text": 30_000, "html": 60_000}
"""Characters of a part as it is written; a part as it is sent has at most `OUTPUT` times as many."""
OUTPUT = 4
MOST_VERSIONS = 500
MOST_TEMPLATES = 2_000
MARKETING = "marketing."
"""Begins what is no event but the text of a campaign: the shop's own names follow."""
_LANGUAGE = r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}"
_NAME = re.compile(rf"^(?P<event>[a-z_]{{1,40}}\.[a-z0-9_]{{1,60}})\.(?P<channel>[a-z][a-z0-9_]{{0,19}})\.(?P<language>{_LANGUAGE})$")


@dataclass(frozen=True)
class TemplateName:
    event: str
    channel: str
    language: str

    @property
    def id(self) -> str:
        return f"{self.event}.{self.channel}.{self.language}"

    @property
    def is_marketing(self) -> bool:
        return self.event.startswith(MARKETING)


def template_name(text: str) -> TemplateName | None:
    """``order.paid.email.en``; None for what is no such name."""
    found = _NAME.fullmatch(text)
    return TemplateName(**found.groupdict()) if found else None


def parts_of(channel: str) -> tuple[str, ...]:
    return PARTS.get(channel, ("text",))


@dataclass(frozen=True)
class Head:
    """`latest`: the number of the newest version; `published`: of the one that is sent, 0 for the built-in one."""

    name: str
    latest: int
    published: int
    edited_at: str
    edited_by: str
    published_at: str = ""


@dataclass(frozen=True)
class Version:
    number: int
    parts: dict[str, str]
    made_at: str
    made_by: str
    note: str = ""


@dataclass(frozen=True)
class RenderFault:
    """The last time a published version could not be used in sending, and how often that was since it was published."""

    version: int
    problem: str
    at: str
    count: int = 1


@dataclass(frozen=True)
class Layout:
    """What surrounds every mail. Texts by language; colours `#rrggbb`. `sms_segments`: the most that a text message may have."""

    shop_name: dict[str, str] = field(default_factory=dict)
    footer: dict[str, str] = field(default_factory=dict)
    logo_url: str = ""
    accent: str = "#1f4fd8"
    accent_text: str = "#ffffff"
    background: str = "#f3f4f6"
    text: str = "#1f2328"
    sms_segments: int = 4
