"""A device or an app of somebody that can be told something. Pure."""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass

MOST = 10
"""Of a person; a further one takes the place of the one that was registered longest ago."""
SEALED_FIELDS = ("token",)


@dataclass(frozen=True)
class Device:
    """`token`: by which the channel's provider reaches it, sealed with the person's key. `app`: which of the shop's apps, as the channel
    names them."""

    id: str
    person: str
    channel: str
    token: str
    at: str
    app: str = ""
    version: int = 0
