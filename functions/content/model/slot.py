"""A slot: a named place of the storefront's pages, with editions of what it shows. Pure."""

from __future__ import annotations

from dataclasses import field, replace

from functions.content.model.block import Block
from functions.content.model.publishing import Publishing
from functions.shared.plain.deferred import dataclass

HOME = "home"


@dataclass(frozen=True)
class SlotContent:
    """`page`: that on which it is; `sort`: its place there, least first."""

    blocks: list[Block] = field(default_factory=list)
    page: str = HOME
    sort: int = 0


@dataclass(frozen=True)
class SlotEdition:
    """As it was saved; it never changes."""

    number: int
    content: SlotContent
    by: str
    at: str
    note: str = ""


@dataclass(frozen=True)
class Slot(Publishing):
    """`latest`: number of the newest edition."""

    code: str
    latest: int
    created_at: str


@dataclass(frozen=True)
class SlotCard:
    """What readers see of a slot, and from `coming_at` on what they will."""

    code: str
    live: SlotContent | None = None
    coming: SlotContent | None = None
    coming_at: str | None = None

    def at(self, now: str) -> SlotCard:
        if self.coming_at is None or now < self.coming_at:
            return self
        return replace(self, live=self.coming, coming=None, coming_at=None)
