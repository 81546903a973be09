"""Personal fields taken out of a JSON body, so that what is left is still a body of its kind, and put back. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

EVERYWHERE, EACH = "**", "*"
Taken = dict[str, Any]
"""What was taken, by where it stood (`lines.0.metadata`)."""
_Tree = dict[str, "_Tree"]
"""Names by the name before them; nothing after the last one."""


def emptied(body: Any, paths: Sequence[str]) -> tuple[Any, Taken]:
    """The body without what the paths name, and that. What is empty already is not taken; the same value when nothing is."""
    taken: Taken = {}
    if (tree := _tree(tuple(paths))) is not None:
        return _taken_out(body, tree, "", taken), taken
    for path in paths:
        body = _without(body, path.split("."), (), taken)
    return body, taken


def whole(body: Any, taken: Mapping[str, Any]) -> Any:
    """The body with what was taken where it stood. The given one is changed. What has no place any more is left out."""
    for where, value in taken.items():
        *path, last = where.split(".")
        node = body
        for name in path:
            node = _child(node, name)
        if isinstance(node, dict):
            node[last] = value
        elif isinstance(node, list) and last.isdecimal() and int(last) < len(node):
            node[int(last)] = value
    return body


def _child(node: Any, name: str) -> Any:
    if isinstance(node, dict):
        return node.get(name)
    return node[int(name)] if isinstance(node, list) and name.isdecimal() and int(name) < len(node) else None


@lru_cache(maxsize=64)
def _tree(paths: tuple[str, ...]) -> _Tree | None:
    """The paths by their first names, so that a body is gone through once; None where one may lead into what another one takes."""
    grown: _Tree = {}
    for path in paths:
        node = grown
        for name in path.split("."):
            node = node.setdefault(name, {})
    return None if _crossed(grown) or _ends(grown) != len(paths) else grown


def _crossed(tree: _Tree) -> bool:
    return EVERYWHERE in tree or (EACH in tree and len(tree) > 1) or any(map(_crossed, tree.values()))


def _ends(tree: _Tree) -> int:
    return sum(map(_ends, tree.values())) if tree else 1


def _taken_out(node: Any, tree: _Tree, at: str, taken: Taken) -> Any:
    if not tree:
        empty = _empty(node)
        if node != empty:
            taken[at] = node
        return empty
    before = f"{at}." if at else ""
    found = [(key, child, below) for name, below in tree.items() for key, child in _children(node, name)]
    return _with(node, {key: _taken_out(child, below, f"{before}{key}", taken) for key, child, below in found}) if found else node


def _without(node: Any, path: Sequence[str], at: tuple[str, ...], taken: Taken) -> Any:
    if not path:
        empty = _empty(node)
        if node != empty:
            taken[".".join(at)] = node
        return empty
    head, rest = path[0], path[1:]
    if head == EVERYWHERE:
        return _everywhere(node, rest, at, taken)
    changed = {key: _without(child, rest, (*at, str(key)), taken) for key, child in _children(node, head)}
    return _with(node, changed) if changed else node


def _everywhere(node: Any, rest: Sequence[str], at: tuple[str, ...], taken: Taken) -> Any:
    node = _without(node, rest, at, taken)
    changed = {key: _everywhere(child, rest, (*at, str(key)), taken) for key, child in _children(node, EACH)}
    return _with(node, changed) if changed else node


def _children(node: Any, name: str) -> Iterator[tuple[str | int, Any]]:
    if isinstance(node, dict):
        yield from node.items() if name == EACH else [(name, node[name])] if name in node else []
    elif isinstance(node, list) and name == EACH:
        yield from enumerate(node)


def _with(node: Any, changed: dict[Any, Any]) -> Any:
    if isinstance(node, dict):
        return {**node, **changed}
    return [changed.get(n, child) for n, child in enumerate(node)]


def _empty(value: Any) -> Any:
    """Of the same kind, so that it can still be read."""
    if isinstance(value, str):
        return ""
    if isinstance(value, dict):
        return {}
    return [] if isinstance(value, list) else None
