"""Which changes wake a function, and which events come to a queue: filters as the function table and `queues.yaml` write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def fits(pattern: Any, value: Any) -> bool:
    """A filter of an event source: exact values, prefixes, and whether something is there."""
    if isinstance(pattern, list):
        return any(_one(wanted, value) for wanted in pattern)
    if not isinstance(pattern, Mapping):
        return bool(pattern == value)
    inside: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
    return all(fits(inner, inside.get(name)) for name, inner in pattern.items())


def _one(wanted: Any, value: Any) -> bool:
    if not isinstance(wanted, Mapping):
        return bool(wanted == value)
    if "prefix" in wanted:
        return isinstance(value, str) and value.startswith(wanted["prefix"])
    if "exists" in wanted:
        return (value is not None) is bool(wanted["exists"])
    raise ValueError(f"a filter that nothing here knows: {wanted}")


def told(event: str, kind: str) -> bool:
    """Whether a queue that lists `event` (`order.*` for all of a noun) hears of `kind`."""
    return kind.startswith(event[:-1]) if event.endswith("*") else kind == event
