"""`?fields=id,title,variants.price`: of a GET's answer only what is wanted; unknown names are refused, whatever the data.

In a list the names are those of its rows; what stands around the rows (`next_cursor`, `total`, …) always comes along.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from functions.shared.plain.errors import Fault, Invalid

PARAMETER = "fields"
_MAX_LENGTH = 2_000
_ROWS = "data"

Tree = dict[str, "Tree"]


def selection(text: str, model: type[BaseModel]) -> Tree:
    """The wanted names as a tree. Raises Invalid (422 `unknown_field`) for names that `model` does not have."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or len(text) > _MAX_LENGTH:
        raise Invalid.field("/query/fields", "invalid_fields", "Name one or more fields, separated by commas.")
    row = _row(model)
    faults = [
        Fault("/query/fields", "unknown_field", f"There is no field {name}.")
        for name in names
        if not _knows(row or model, _path(name, row)) and not (row and _knows(model, name.split(".")))
    ]
    if faults:
        raise Invalid("Some fields do not exist.", code="unknown_field", faults=faults)
    return _tree(_path(name, row) for name in names if row is None or _knows(row, _path(name, row)))


def select(value: Any, tree: Tree, model: type[BaseModel]) -> Any:
    """The part of a rendered answer that the tree names."""
    if _row(model) is not None:
        return {name: [_only(one, tree) for one in rows] if name == _ROWS and tree else rows for name, rows in value.items()}
    return _only(value, tree)


def _only(value: Any, tree: Tree) -> Any:
    if not tree:
        return value
    if isinstance(value, list):
        return [_only(one, tree) for one in value]
    if isinstance(value, Mapping):
        return {name: _only(part, tree[name]) for name, part in value.items() if name in tree}
    return value


def _path(name: str, row: Any) -> list[str]:
    parts = name.split(".")
    return parts[1:] if row is not None and parts[0] == _ROWS and len(parts) > 1 else parts


def _tree(paths: Any) -> Tree:
    tree: Tree = {}
    whole: set[tuple[str, ...]] = set()
    for path in paths:
        node = tree
        for depth, part in enumerate(path):
            if tuple(path[:depth]) in whole:
                break
            node = node.setdefault(part, {})
        else:
            node.clear()
            whole.add(tuple(path))
    return tree


def _row(model: type[BaseModel]) -> Any:
    """What the rows of a list are; None for anything else."""
    field = model.model_fields.get(_ROWS)
    return field.annotation if field is not None and get_origin(field.annotation) is list else None


def _knows(shape: Any, path: list[str]) -> bool:
    if not path:
        return True
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        field = next((field for name, field in shape.model_fields.items() if (field.alias or name) == path[0]), None)
        return field is not None and _knows(field.annotation, path[1:])
    if shape is Any:
        return True
    if get_origin(shape) in (dict, Mapping):
        return _knows(get_args(shape)[1], path[1:])
    return any(_knows(part, path) for part in get_args(shape) if part is not type(None))
