"""What texts of shoppers are held to, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class Waits(StrEnum):
    """Which texts a person looks at before anybody sees them."""

    FLAGGED = "flagged"
    ALL = "all"


class Checker(StrEnum):
    NONE = "none"
    SANDBOX = "sandbox"


@dataclass(frozen=True)
class ModerationRules:
    """`hours`: within which a case is decided. A text of at least `duplicate_letters` that somebody wrote before is a duplicate; more than
    `burst_texts` from one device within `burst_minutes` are a burst."""

    words: Mapping[str, list[str]] = field(default_factory=dict)
    new_texts: Waits = Waits.FLAGGED
    edits: Waits = Waits.ALL
    hours: int = 24
    checker: Checker = Checker.NONE
    duplicate_letters: int = 12
    burst_texts: int = 5
    burst_minutes: int = 60

    def waits(self, *, flagged: bool, is_edit: bool) -> bool:
        return flagged or (self.edits if is_edit else self.new_texts) is Waits.ALL
