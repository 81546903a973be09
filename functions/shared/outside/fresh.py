"""What nobody had before: ids and tokens, of the clock and of chance."""

from __future__ import annotations

import secrets

from ulid import ULID

from functions.shared.outside import clock
from functions.shared.plain.ids import PREFIXES


def new_id(prefix: str) -> str:
    """A fresh id such as ``ord_01JD…`` whose time part comes from the shop's clock."""
    if prefix not in PREFIXES:
        raise ValueError(f"unknown id prefix {prefix!r}")
    return f"{prefix}_{ULID.from_datetime(clock.now())}"


def new_token() -> str:
    """An unguessable token (256 bits) that lets a guest reach their cart or order."""
    return secrets.token_urlsafe(32)
