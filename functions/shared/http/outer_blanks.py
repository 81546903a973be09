"""Outer blanks of what callers send. They are taken off on the way in only: a model cannot know by itself which way a text goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, JsonValue, StringConstraints

RECEIVED: Mapping[str, bool] = {"received": True}
"""The validation context of what somebody else wrote."""


def trimmed_fields(model: type[BaseModel], data: Any) -> Any:
    """`data` with the texts of its own fields trimmed. Nested models do the same for theirs; free JSON and passwords stay as they are."""
    if not isinstance(data, dict):
        return data
    deep, flat = _trimmed(model)
    return {
        name: _trim(value, deep=True) if name in deep else _trim(value, deep=False) if name in flat else value
        for name, value in data.items()
    }


def _trim(value: Any, *, deep: bool) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [_trim(item, deep=deep) for item in value]
    if deep and isinstance(value, dict):
        return {_trim(name, deep=True): _trim(item, deep=True) for name, item in value.items()}
    return value


@cache
def _trimmed(model: type[BaseModel]) -> tuple[frozenset[str], frozenset[str]]:
    """The fields whose texts are trimmed however deep, and those that hold models, where only texts beside these are."""
    deep: set[str] = set()
    flat: set[str] = set()
    for name, field in model.model_fields.items():
        parts = [*field.metadata, *_parts(field.annotation)]
        if any(part is Any or part is JsonValue or _keeps(part) for part in parts):
            continue
        holds_models = any(isinstance(part, type) and issubclass(part, BaseModel) for part in parts)
        (flat if holds_models else deep).update({name, field.alias or name})
    return frozenset(deep), frozenset(flat)


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    yield from getattr(annotation, "__metadata__", ())
    for inner in get_args(annotation):
        yield from _parts(inner)


def _keeps(part: Any) -> bool:
    return isinstance(part, StringConstraints) and part.strip_whitespace is False
