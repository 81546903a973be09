"""What a permalink asks for (UCP 2026-08-25). Nothing in it pays or says who opens it, and nothing in it is believed."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence

from functions.agents.model.session import Asked, AskedLine
from functions.agents.sessions.checkout import wish_of
from functions.agents.trust.refused import Refused
from functions.agents.ucp.requests import MOST_LINES
from functions.orders import BasketWish
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings

CHANNEL = "agent:permalink"
_RAW = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_CODED = re.compile(r"~[A-Za-z0-9_-]{1,200}")
_PIECES = re.compile(r"[1-9][0-9]{0,5}")
_ROOT_RELATIVE = re.compile(r"/(?![/\\])[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")


@dataclass(frozen=True)
class Permalink:
    """`goods`: the same text for the same goods, however the link writes them. `to`: where its person goes; empty: to the cart."""

    lines: Sequence[AskedLine]
    to: str = ""

    @property
    def goods(self) -> str:
        return ",".join(sorted(f"{line.variant_id}:{line.quantity}" for line in self.lines))

    @property
    def wish(self) -> BasketWish:
        return wish_of(Asked(self.lines), CHANNEL)


def asked_by(items: str, continue_to: str) -> Permalink:
    """Raises Refused for what is no list of goods. A place that is none of this shop is left out (UCP: the default is gone to)."""
    lines = dict[str, int]()
    for name, pieces in (_line(one) for one in items.split(",")):
        lines[name] = lines.get(name, 0) + pieces
    if len(lines) > MOST_LINES:
        raise Refused("invalid_request", f"At most {MOST_LINES} items.")
    to = continue_to if _ROOT_RELATIVE.fullmatch(continue_to) else ""
    return Permalink([AskedLine(name, pieces) for name, pieces in lines.items()], f"{settings().public_base_url}{to}" if to else "")


def _line(text: str) -> tuple[str, int]:
    name, _, pieces = text.partition(":")
    if not (_RAW.fullmatch(name) or _CODED.fullmatch(name)) or not _PIECES.fullmatch(pieces or "1"):
        raise Refused("invalid_request", "Items are written as variant:pieces, with commas between them.")
    return _decoded(name[1:]) if name.startswith("~") else name, int(pieces or "1")


def _decoded(text: str) -> str:
    """Raises Refused, also for what is not written in the one way there is."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        name = raw.decode()
    except ValueError as wrong:
        raise Refused("invalid_request", "An item's id cannot be read.") from wrong
    if base64.urlsafe_b64encode(raw).decode().rstrip("=") != text or not name.isprintable():
        raise Refused("invalid_request", "An item's id cannot be read.")
    return name
