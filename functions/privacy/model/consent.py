"""Whether a person agreed to a purpose, when, in which words, and by which way we know. Pure.

A person's own word counts until they say another. What somebody else says of them (a file of another system, staff) is taken where they
have said nothing, and where it takes something back; it never turns a no of theirs into a yes.
"""

from __future__ import annotations

from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class Purpose(StrEnum):
    """marketing_*: advertising by that way. profile_details: their birth date and gender. personalisation: what they looked at and bought
    decides what they are shown. analytics: their visits are counted with a name of their own."""

    MARKETING_EMAIL = "marketing_email"
    MARKETING_SMS = "marketing_sms"
    MARKETING_PUSH = "marketing_push"
    PERSONALISATION = "personalisation"
    PROFILE_DETAILS = "profile_details"
    ANALYTICS = "analytics"


class Source(StrEnum):
    """account, checkout, unsubscribe: the person themselves. staff: they told somebody of the shop. import: another system says so."""

    ACCOUNT = "account"
    CHECKOUT = "checkout"
    UNSUBSCRIBE = "unsubscribe"
    STAFF = "staff"
    IMPORT = "import"


THEIR_OWN = frozenset({Source.ACCOUNT, Source.CHECKOUT, Source.UNSUBSCRIBE})


@dataclass(frozen=True)
class Consent:
    """`text_version`: of the words that were shown. `decided_at`: when they decided, which an import may tell of years ago."""

    purpose: Purpose
    given: bool
    text_version: str
    source: Source
    decided_at: str


def after(known: Consent | None, said: Consent) -> Consent | None:
    """What counts then. None: nothing changes, because it is so already, or because somebody else says it."""
    if known is None:
        return said
    if said.source in THEIR_OWN:
        return None if (known.given, known.text_version) == (said.given, said.text_version) else said
    takes_back = known.given and not said.given and said.decided_at >= known.decided_at
    return said if takes_back else None
