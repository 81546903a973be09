"""Every event type there is, found in functions/shared/events/contracts, with the JSON Schema of its payload."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import is_dataclass
from functools import cache
from inspect import getdoc
from typing import Any

from pydantic import TypeAdapter

from functions.shared.events import contracts


@cache
def event_types() -> dict[str, type]:
    """Type name → payload class. Raises ValueError when two contracts claim one name."""
    found: dict[str, type] = {}
    for info in sorted(pkgutil.iter_modules(contracts.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{contracts.__name__}.{info.name}")
        for shape in vars(module).values():
            name = getattr(shape, "TYPE", None)
            if isinstance(shape, type) and is_dataclass(shape) and isinstance(name, str) and shape.__module__ == module.__name__:
                if name in found:
                    raise ValueError(f"two contracts for {name}")
                found[name] = shape
    return dict(sorted(found.items()))


def catalogue(ref_template: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """(type → version, description and payload schema; the schemas they refer to)."""
    shapes = event_types()
    adapters: list[tuple[type, Any, TypeAdapter[Any]]] = [(shape, "serialization", TypeAdapter(shape)) for shape in shapes.values()]
    schemas, definitions = TypeAdapter.json_schemas(adapters, ref_template=ref_template)
    events: dict[str, Any] = {}
    for name, shape in shapes.items():
        events[name] = {"version": vars(shape)["VERSION"], "data": schemas[(shape, "serialization")]}
        if vars(shape).get("__doc__") and not str(shape.__doc__).startswith(f"{shape.__name__}("):
            events[name]["description"] = " ".join((getdoc(shape) or "").split())
    return events, definitions.get("$defs", {})
