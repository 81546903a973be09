"""The layers of each function: those that hold what it may import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from functions.shared.http.doors import APIS
from infra.functions.model import Function
from infra.layers.imports import reached, starts_of
from infra.layers.table import Layer, layers_for


def layers_of(table: Sequence[Function], told: Mapping[str, Mapping[str, str]], root: Path) -> dict[str, tuple[Layer, ...]]:
    """By the name of the function; `told`: what it serves (infra.parts.served)."""
    return {function.name: layers_for(reached(starts(function, told), root)[1]) for function in table}


def starts(function: Function, told: Mapping[str, Mapping[str, str]]) -> list[str]:
    return starts_of(function.domain, function.handler, told.get(function.name, {}).get(APIS, "").split())
