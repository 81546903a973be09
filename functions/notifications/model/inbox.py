"""An entry of somebody's inbox. Pure."""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass

SEALED_FIELDS = ("title", "text")


@dataclass(frozen=True)
class Entry:
    """`about`: what it is of, such as an order's id."""

    id: str
    event: str
    about: str
    title: str
    text: str
    at: str
    read_at: str | None = None
