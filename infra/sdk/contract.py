"""The part of the contract that clients are made for, as the generators read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

METHODS = frozenset({"get", "put", "post", "patch", "delete"})
_MAPS = frozenset({"properties", "patternProperties", "schemas"})
"""Whose names are nobody's keywords."""


def for_clients(contract: Mapping[str, Any]) -> dict[str, Any]:
    """What is called by programs of the shop's own: not pages that people open, messages of providers, and protocols of machines, each of
    which has clients of its own.

    Titles go: pydantic gives every field one, and a generator takes them for names of types, of which there are then several. What a
    call may be signed in with goes, too: most calls are a guest's as well.
    """
    paths = {path: item for path, item in contract["paths"].items() if is_for_clients(path)}
    return {"openapi": contract["openapi"], "info": contract["info"], **_bare({"paths": paths, "components": contract["components"]})}


def is_for_clients(path: str) -> bool:
    return path.startswith("/v1/") and not path.startswith("/v1/webhooks/")


def operations(contract: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for path, item in contract["paths"].items():
        yield from ((method, path) for method in item if method in METHODS)


def as_text(contract: Mapping[str, Any]) -> str:
    return json.dumps(for_clients(contract), ensure_ascii=False)


def _bare(node: Any, *, of_names: bool = False) -> Any:
    if isinstance(node, list):
        return [_bare(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {name: one for name, one in node.items() if of_names or not (name == "security" or (name == "title" and isinstance(one, str)))}
    return {name: _bare(one, of_names=not of_names and name in _MAPS) for name, one in kept.items()}
