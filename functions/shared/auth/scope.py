"""Limits of a caller: whose and in which warehouses they act, whatever their roles let them do.

An operation says what it touches (`scope=` where it is declared); that is asked for callers with limits only. What says nothing of a limit
is refused to whoever has it, so that a new operation is closed to them until somebody thought of it. Two things are open without a word:
settings, which are of the shop and of no merchant, and to who has a limit of warehouses what is sold and how much of it there is. What asks
for no permission of staff is for shoppers: there who has limits is a customer like any other (`Caller.as_shopper`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from functions.shared.auth.caller import Caller
from functions.shared.auth.roles import PERMISSIONS
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden

_OWN_RULES = frozenset({"staff.read", "staff.write"})
"""Who gives rights is held to their own limits there (`more_than_own`), unless an operation says that it is of the whole shop."""
_OF_THE_SHOP = frozenset({"settings.read"})
_OF_ALL_WAREHOUSES = frozenset({"catalog.read", "stock.read"})
Touched = Callable[[Any], Iterable[str]]


@dataclass(frozen=True)
class Scope:
    """By request: which warehouses, whose goods. They may raise NotFound."""

    warehouses: Touched | None = None
    merchants: Touched | None = None


NOTHING_SAID = Scope()


def _nothing(_request: Any) -> tuple[str, ...]:
    return ()


SHARED = Scope(_nothing, _nothing)
"""To read what all have in common, whoever they act for; rows of others are left out by the handler."""


def _all_there_is(_request: Any) -> tuple[str, ...]:
    return ("*",)


WHOLE_SHOP = Scope(_all_there_is, _all_there_is)
"""What is of everybody's at once, also to read: closed to whoever acts for some only."""


def check_scope(caller: Caller, permission: str, scope: Scope, request: Any) -> None:
    """Raises Forbidden (403 `out_of_scope`)."""
    if permission not in PERMISSIONS or (permission in _OWN_RULES and scope is NOTHING_SAID):
        return
    limits = ((caller.warehouses, scope.warehouses, "warehouses"), (caller.merchants, scope.merchants, "merchants"))
    for limit, touched, name in limits:
        if limit is None or (touched is None and _is_open(permission, name)):
            continue
        if touched is None or not frozenset(touched(request)) <= limit:
            raise Forbidden("This is outside of what you act for.", code="out_of_scope", **{name: sorted(limit)})


def _is_open(permission: str, limit: str) -> bool:
    return permission in _OF_THE_SHOP or (limit == "warehouses" and permission in _OF_ALL_WAREHOUSES)


def shared_with(limit: frozenset[str] | None, names: Iterable[str]) -> frozenset[str]:
    """What of `names` is touched by who sees their part of a thing that is of several: their part, or all of it where they have none."""
    whose = frozenset(names)
    return whose & (limit or frozenset()) or whose


def within(limit: frozenset[str] | None, name: str) -> bool:
    """For rows of a list: whether who has this limit may see what is of `name`."""
    return limit is None or name in limit
