"""What nobody had before: ids and tokens, of the clock and of chance."""

from __future__ import annotations

import os
import secrets
from threading import Lock

from functions.shared.outside import clock
from functions.shared.plain.ids import PREFIXES, ulid_of

_CHANCE = 10


class _Last:
    """What was made last. Several in one millisecond go up by one each: what was made later sorts later."""

    lock = Lock()
    moment = -1
    number = 0


def new_id(prefix: str) -> str:
    """A fresh id such as ``ord_01JD…`` whose time part comes from the shop's clock."""
    if prefix not in PREFIXES:
        raise ValueError(f"unknown id prefix {prefix!r}")
    return f"{prefix}_{new_ulid()}"


def new_ulid() -> str:
    """The shop's milliseconds (48 bits), then chance (80 bits)."""
    moment = int(clock.now().timestamp() * 1000)
    with _Last.lock:
        if moment == _Last.moment:
            _Last.number += 1
        else:
            _Last.moment, _Last.number = moment, int.from_bytes(moment.to_bytes(6, "big") + os.urandom(_CHANCE), "big")
        return ulid_of(_Last.number.to_bytes(16, "big"))


def new_token() -> str:
    """An unguessable token (256 bits) that lets a guest reach their cart or order."""
    return secrets.token_urlsafe(32)


def chance(count: int) -> bytes:
    """So many random bytes."""
    return secrets.token_bytes(count)
