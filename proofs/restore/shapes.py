"""Whether requests have the shape that the service's own model asks for: required and known fields, lengths, patterns, choices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_TYPES: dict[str, Any] = {
    "string": str, "boolean": bool, "integer": int, "long": int, "timestamp": datetime, "double": (int, float), "blob": bytes,
    "structure": Mapping, "map": Mapping, "list": (list, tuple),
}  # fmt: skip


@dataclass
class Shapes:
    asked: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def listen(self, client: Any) -> None:
        service = client.meta.service_model.service_name
        client.meta.events.register(f"provide-client-params.{service}", self._asked)

    def _asked(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        self.asked[model.name] += 1
        self.wrong += faults(model.input_shape, params, model.name)


def faults(shape: Any, value: Any, at: str) -> Iterator[str]:
    kind = shape.type_name
    if not isinstance(value, _TYPES[kind]):
        yield f"{at} is {type(value).__name__}, not {kind}"
        return
    told = shape.metadata
    if kind == "structure":
        yield from (f"{at}.{name} is missing" for name in shape.required_members if name not in value)
        yield from (f"{at}.{name} is unknown" for name in value if name not in shape.members)
        for name, one in value.items():
            if name in shape.members:
                yield from faults(shape.members[name], one, f"{at}.{name}")
    elif kind == "list":
        for number, one in enumerate(value):
            yield from faults(shape.member, one, f"{at}[{number}]")
    elif kind == "map":
        for name, one in value.items():
            yield from faults(shape.value, one, f"{at}.{name}")
    elif kind == "timestamp" and value.tzinfo is None:
        yield f"{at} has no time zone"
    elif kind == "string":
        if "pattern" in told and not re.fullmatch(told["pattern"], value):
            yield f"{at} {value!r} does not match {told['pattern']}"
        if "enum" in told and value not in told["enum"]:
            yield f"{at} {value!r} is none of {told['enum']}"
    size = len(value) if kind in ("string", "list", "map", "blob") else value if kind in ("integer", "long") else None
    if size is not None and not told.get("min", size) <= size <= told.get("max", size):
        yield f"{at} is not within {told.get('min')} and {told.get('max')}"
