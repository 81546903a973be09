"""Which level somebody holds at this moment, for carts and orders: read in the caller's own BatchGetItem, then pure."""

from __future__ import annotations

from datetime import datetime

from functions.loyalty.model.levels import GROUP
from functions.loyalty.store.accounts import Found
from functions.loyalty.store.members import member_in, member_keys
from functions.loyalty.store.programmes import levels_in

__all__ = ["groups_of_level", "level_in", "member_keys"]


def level_in(found: Found, customer_id: str, at: datetime) -> str:
    """The code of the level, empty where there is none; from what was read with `member_keys`."""
    return member_in(found, customer_id).holds(levels_in(found), at)


def groups_of_level(code: str) -> frozenset[str]:
    """As audiences name it."""
    return frozenset({f"{GROUP}{code}"}) if code else frozenset()
