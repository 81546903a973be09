"""Share links and their owners. Pure.

A link is of one owner, a customer or an influencer, and of one product. Whoever opens it takes its name with them, and when that was
(`touch_of`); the buyer's cart carries that as metadata, and the order takes it over. The last link that a cart was given is the one that
counts (last touch).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from functions.shared.plain import ids
from functions.shared.plain.deferred import dataclass

SHARE_LINK = "share_link"
"""Under which a cart's, then an order's metadata has it."""
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
MOST_LINKS = 200
"""Of one owner."""
MOST_RATE = 10_000
_CODE = re.compile(rf"[{CODE_LETTERS}]{{{CODE_LENGTH}}}")
_TOUCH = re.compile(rf"([{CODE_LETTERS}]{{{CODE_LENGTH}}})(?:-([0-9a-f]{{8}}))?")
_BOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|telegram|discord|embedly|headless|lighthouse|monitor|"
    r"curl|wget|python|java/|go-http|okhttp|axios|libwww|httpclient|feedfetch|scrapy",
    re.IGNORECASE,
)
_EARLY = timedelta(minutes=5)


class Why(StrEnum):
    """Why an order that names a link counts nothing for it."""

    UNKNOWN_LINK = "unknown_link"
    OUTSIDE_WINDOW = "outside_window"
    SELF_PURCHASE = "self_purchase"


@dataclass(frozen=True)
class ShareRules:
    """What the shop sets. Rates are hundredths of a per cent."""

    enabled: bool = False
    window_days: int = 7
    influencer_rate: int = 1000
    customer_rate: int = 0
    pending_days: int = 14

    def rate_of(self, owner: str, own: int | None) -> int:
        if own is not None:
            return own
        return self.influencer_rate if ids.is_id("inf", owner) else self.customer_rate


@dataclass(frozen=True)
class ShareLink:
    code: str
    owner: str
    product_id: str
    made_at: str
    version: int = 0


@dataclass(frozen=True)
class Influencer:
    """`email_key`, `phone_key`: of their own addresses, as keyed hashes, so that what they buy themselves is known. `rate`: None: the
    shop's. `name`: what the shop calls the channel."""

    id: str
    name: str
    made_at: str = ""
    rate: int | None = None
    email_key: str = ""
    phone_key: str = ""
    active: bool = True
    version: int = 0


@dataclass(frozen=True)
class Touch:
    """`opened_at`: None where whoever carried the code did not say."""

    code: str
    opened_at: datetime | None


def code_of(raw: bytes) -> str:
    """Of `CODE_LENGTH` random bytes: 60 bits of chance."""
    return "".join(CODE_LETTERS[one % len(CODE_LETTERS)] for one in raw[:CODE_LENGTH])


def typed_code(text: str) -> str:
    """As it is stored; empty for what cannot be one."""
    code = text.strip().upper().translate(str.maketrans("OIL", "011"))
    return code if _CODE.fullmatch(code) else ""


def touch_of(code: str, at: datetime) -> str:
    """What a cart is given of an opened link."""
    return f"{code}-{int(at.timestamp()):08x}"


def touch_in(text: str) -> Touch | None:
    found = _TOUCH.fullmatch(text.strip())
    if found is None:
        return None
    return Touch(found[1], datetime.fromtimestamp(int(found[2], 16), UTC) if found[2] else None)


def in_window(touch: Touch, placed_at: datetime, days: int) -> bool:
    """From the opening, for so many days; the first moment after them is outside. What was not said to be opened at any time counts as
    opened at placing."""
    if touch.opened_at is None:
        return True
    return touch.opened_at - _EARLY <= placed_at < touch.opened_at + timedelta(days=days)


def is_person(user_agent: str, purpose: str) -> bool:
    """Whether an opening is counted: with a browser's name that is not known to be a machine's, and not looked at in advance."""
    return bool(user_agent.strip()) and not _BOTS.search(user_agent) and not re.search("prefetch|preview", purpose, re.I)
