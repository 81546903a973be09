"""Somebody without an account who wants to be written to: asked first, at the address itself, whether it was they (double opt-in). Pure.

asked ──button of the mail──► confirmed ──link in any mail──► the consent is taken back; the address stays to be confirmed again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.shared.plain.deferred import dataclass

ASKED_FOR = timedelta(days=7)
"""So long the mail can be answered."""
SEALED_FIELDS = ("email",)


@dataclass(frozen=True)
class Subscriber:
    """`email` is sealed with the person's key. `asked`: names the last mail that asked; one of before confirms nothing any more.
    `text_version`: of the words shown when they subscribed."""

    person: str
    email: str
    language: str
    text_version: str
    asked: str
    asked_until: str
    confirmed_at: str = ""
    version: int = 0

    def may_confirm(self, asked: str, now: str) -> bool:
        return self.asked == asked and now < self.asked_until

    def confirmed(self, now: str) -> Subscriber:
        return replace(self, confirmed_at=self.confirmed_at or now)
