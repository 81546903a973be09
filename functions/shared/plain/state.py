"""Transitions are data: `{State.PAID: {State.FULFILLING, …}}`. This is the only code that reads such a table."""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import TypeVar

from functions.shared.plain.errors import IllegalTransition

S = TypeVar("S", bound=StrEnum)


def advance(transitions: Mapping[S, Set[S]], current: S, target: S) -> S:
    """`target` if the table allows it from `current`. Raises IllegalTransition (409) with the allowed targets."""
    allowed = transitions.get(current, frozenset())
    if target not in allowed:
        raise IllegalTransition(current.value, target.value, sorted(state.value for state in allowed))
    return target
