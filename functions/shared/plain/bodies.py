"""JSON bodies of items: a frozen dataclass as text and back."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter
from pydantic_core import to_json

T = TypeVar("T")


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def dump(value: Any) -> str:
    """The JSON text of a frozen dataclass."""
    return _adapter(cast("Hashable", type(value))).dump_json(value).decode()


def dump_brief(value: Any) -> str:
    """The same without what the dataclass makes by itself, for what is stored often and mostly empty. Its defaults can never change."""
    return _adapter(cast("Hashable", type(value))).dump_json(value, exclude_defaults=True).decode()


def load(shape: type[T], text: str | None) -> T:
    """The dataclass back from its JSON text."""
    return _adapter(cast("Hashable", shape)).validate_json(text or "{}")  # type: ignore[no-any-return]


def parsed(shape: type[T], value: Any) -> T:
    """The dataclass from its JSON that has been read already."""
    return _adapter(cast("Hashable", shape)).validate_python(value)  # type: ignore[no-any-return]


def as_json(value: Any) -> Any:
    """What `dump` writes, as dicts and lists."""
    return _adapter(cast("Hashable", type(value))).dump_python(value, mode="json")


def text_of(body: Any) -> str:
    """The text of such dicts and lists, as `dump` writes it."""
    return to_json(body).decode()
