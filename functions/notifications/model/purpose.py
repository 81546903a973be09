"""What a message is for, and what somebody may say about it. Pure.

transactional: what somebody asked for, or must be told of their order; nothing stops it but an address that does not exist. service: about
what they have, useful, not owed: sent unless they switched it off. marketing:…: sent only to who agreed (`functions/privacy`) and switched
that kind not off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class Purpose(StrEnum):
    TRANSACTIONAL = "transactional"
    SERVICE = "service"
    NEWS = "marketing:news"
    CARTS = "marketing:carts"
    STOCK = "marketing:stock"
    WIN_BACK = "marketing:win_back"

    @property
    def is_marketing(self) -> bool:
        return self.value.startswith("marketing:")


class Channel(StrEnum):
    """Ours; packages bring others (ADR 92)."""

    EMAIL = "email"
    SMS = "sms"
    INBOX = "inbox"
    PUSH = "push"
    WECHAT = "wechat"


OWED_BY = frozenset({Channel.EMAIL, Channel.SMS})
"""By these the shop says what it must say: what is transactional cannot be switched off there. By the others it says it once more."""


class Basis(StrEnum):
    """Why the shop may send it (Regulation (EU) 2016/679, Article 6; Directive 2002/58/EC, Article 13). contract: it belongs to an order or
    an account. interest: it is about what somebody has, and can be switched off. consent: they agreed to advertising by that way. asked:
    they asked for this one message."""

    CONTRACT = "contract"
    INTEREST = "interest"
    CONSENT = "consent"
    ASKED = "asked"


def basis_of(purpose: Purpose) -> Basis:
    """The same by every way; a consent is one for a way (`functions/privacy`)."""
    return _BASES.get(purpose, Basis.CONSENT)


_BASES: Mapping[Purpose, Basis] = {
    Purpose.TRANSACTIONAL: Basis.CONTRACT, Purpose.SERVICE: Basis.INTEREST, Purpose.STOCK: Basis.ASKED,
}  # fmt: skip
_SERVICE = (
    "coupon.claimed", "coupon.returned", "coupon.revoked", "coupon.expiring", "points.granted", "points.released", "points.taken_back",
    "points.given_back", "points.adjusted", "points.expiring", "survey.sent", "question.answered",
    "level.raised", "level.dropped",
)  # fmt: skip
OF_EVENT: Mapping[str, Purpose] = dict.fromkeys(_SERVICE, Purpose.SERVICE)
"""Every other event's message is transactional."""
LAW_ASKS = frozenset({"recall.told", "withdrawal.declared", "withdrawal.refused", "return.ruled", "complaint.closed"})
"""Tried also at an address that did not exist when something was last sent there: the shop owes the attempt."""


def may_switch_off(purpose: Purpose, channel: str) -> bool:
    return purpose is not Purpose.TRANSACTIONAL or channel not in OWED_BY


@dataclass(frozen=True)
class Preferences:
    """`off`: `purpose@channel` that the person does not want. `time_zone`: where they are, as the IANA names it; empty: not said.
    `quiet_from`, `quiet_until`: their own quiet hours, `HH:MM`, beside those of the shop; empty: none."""

    off: list[str] = field(default_factory=list)
    time_zone: str = ""
    version: int = 0
    quiet_from: str = ""
    quiet_until: str = ""

    def wants(self, purpose: Purpose, channel: str) -> bool:
        return not may_switch_off(purpose, channel) or f"{purpose}@{channel}" not in self.off

    def ended_since(self, before: Preferences) -> list[tuple[str, str]]:
        """Kinds of advertising and their ways that are off now and were not."""
        new = [one.partition("@") for one in self.off if one not in before.off]
        return [(purpose, channel) for purpose, _, channel in new if basis_of(Purpose(purpose)) is Basis.CONSENT]

    def switched(self, purpose: Purpose, channel: str, *, on: bool) -> Preferences:
        """The same object where it is so already."""
        name = f"{purpose}@{channel}"
        if on == (name not in self.off) or not may_switch_off(purpose, channel):
            return self
        kept = [one for one in self.off if one != name]
        return replace(self, off=sorted(kept if on else [*kept, name]))
