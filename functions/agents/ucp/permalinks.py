"""Permalinks of UCP (2026-08-25): an address that opens a cart with goods, for a person. Nothing in it pays or says who they are."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from functions.agents.model.session import Asked, AskedLine
from functions.agents.sessions.checkout import gone, wish_of
from functions.agents.trust.refused import Refused
from functions.agents.ucp.requests import MOST_LINES
from functions.orders import basket_link, open_basket
from functions.shared.http.validation import Schema
from functions.shared.plain.errors import OutOfStock
from functions.shared.plain.settings import settings

_CHANNEL = "agent:permalink"
_RAW = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_CODED = re.compile(r"~[A-Za-z0-9_-]{1,200}")
_PIECES = re.compile(r"[1-9][0-9]{0,5}")
_ROOT_RELATIVE = re.compile(r"/(?![/\\])[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")


class PermalinkQuery(Schema):
    continue_to: Annotated[str, StringConstraints(max_length=500)] | None = Field(
        None, description="A place of this shop where the person goes instead of the cart's page: it begins with one slash."
    )


def opened(items: str, query: PermalinkQuery, languages: Sequence[str]) -> str:
    """Where the person goes. Raises Refused for an address that is no permalink, what a whole cart refuses of its lines, and OutOfStock."""
    lines = [_line(one) for one in items.split(",")]
    if len(lines) > MOST_LINES:
        raise Refused("invalid_request", f"At most {MOST_LINES} items.")
    to = query.continue_to
    if to is not None and not _ROOT_RELATIVE.fullmatch(to):
        raise Refused("invalid_request", "continue_to: a place of this shop.")
    basket = open_basket(wish_of(Asked(lines), _CHANNEL), channel=_CHANNEL, languages=languages)
    if all(gone(line.notices) for line in basket.shown.lines):
        raise OutOfStock([line.variant_id for line in basket.shown.lines])
    return f"{settings().public_base_url}{to}" if to is not None else basket_link(basket.shown.cart_id)


def _line(text: str) -> AskedLine:
    name, _, pieces = text.partition(":")
    if not (_RAW.fullmatch(name) or _CODED.fullmatch(name)) or not _PIECES.fullmatch(pieces or "1"):
        raise Refused("invalid_request", "Items are written as variant:pieces, with commas between them.")
    return AskedLine(_decoded(name[1:]) if name.startswith("~") else name, int(pieces or "1"))


def _decoded(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError as wrong:
        raise Refused("invalid_request", "An item's id cannot be read.") from wrong
