"""What an operation reads of its surroundings, the row of its function must name: elsewhere it would quietly work with a default."""

from __future__ import annotations

import dataclasses
from contextvars import ContextVar
from functools import cache
from typing import Any

import pytest
from chalice.app import Chalice

from functions.shared.plain.settings import Settings, variable_of
from infra.functions import FUNCTIONS
from infra.functions.model import Http
from infra.functions.settings import WEB
from infra.parts.functions import COMMON_SETTINGS
from infra.routes import Operation, best

_FIELDS = frozenset(one.name for one in dataclasses.fields(Settings))
_ALWAYS = {*COMMON_SETTINGS, "POWERTOOLS_SERVICE_NAME", "SERVICE_DOMAIN", "LOOPBACK_SUBSCRIBERS"}
_asked: ContextVar[tuple[str, str] | None] = ContextVar("asked", default=None)
missed: set[str] = set()


def watch_what_is_read(patch: pytest.MonkeyPatch) -> None:
    """`missed` has, from now on, what was read without being given."""
    call = Chalice.__call__

    def served(app: Chalice, event: Any, context: Any) -> Any:
        token = _asked.set((event["httpMethod"], event["resource"]))
        try:
            return call(app, event, context)
        finally:
            _asked.reset(token)

    def read(told: Settings, name: str) -> Any:
        if name in _FIELDS and (asked := _asked.get()) and (found := _given(*asked)) and variable_of(name) not in found[1]:
            missed.add(f"{found[0]} ({' '.join(asked)}) reads {variable_of(name)}")
        return object.__getattribute__(told, name)

    patch.setattr(Chalice, "__call__", served)
    patch.setattr(Settings, "__getattribute__", read, raising=False)


@cache
def _given(method: str, path: str) -> tuple[str, frozenset[str]] | None:
    found = best(Operation(method, path, ""), FUNCTIONS)
    if not found:
        return None
    (row,) = found
    assert isinstance(row.trigger, Http)
    # A function that knows no callers has no address to believe and nobody's browser to answer.
    return row.name, frozenset({*row.environment, *row.variables, *_ALWAYS, *(() if row.trigger.knows_callers else WEB)})
