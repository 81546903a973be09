"""Limits of a caller: whose and in which warehouses they act, whatever their roles let them do.

An operation says what it touches (`scope=` where it is declared); that is asked for callers with limits only. Writes that say nothing of a
limit are refused to whoever has it, so that a new operation is closed to them until somebody thought of it. Reading is limited where
an operation says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from functions.shared.auth.caller import Caller
from functions.shared.auth.roles import PERMISSIONS
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden

_OWN_RULES = frozenset({"staff.read", "staff.write"})
"""Who gives rights is held to their own limits there (`more_than_own`)."""
Touched = Callable[[Any], Iterable[str]]


@dataclass(frozen=True)
class Scope:
    """By request: which warehouses, whose goods. They may raise NotFound."""

    warehouses: Touched | None = None
    merchants: Touched | None = None


NOTHING_SAID = Scope()


def _all_there_is(_request: Any) -> tuple[str, ...]:
    return ("*",)


WHOLE_SHOP = Scope(_all_there_is, _all_there_is)
"""What is of everybody's at once, also to read: closed to whoever acts for some only."""


def check_scope(caller: Caller, permission: str, scope: Scope, request: Any) -> None:
    """Raises Forbidden (403 `out_of_scope`)."""
    if permission not in PERMISSIONS or permission in _OWN_RULES:
        return
    limits = ((caller.warehouses, scope.warehouses, "warehouses"), (caller.merchants, scope.merchants, "merchants"))
    for limit, touched, name in limits:
        if limit is None or (touched is None and permission.endswith(".read")):
            continue
        if touched is None or not frozenset(touched(request)) <= limit:
            raise Forbidden("This is outside of what you act for.", code="out_of_scope", **{name: sorted(limit)})
