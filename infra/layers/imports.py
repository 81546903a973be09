"""Which third-party modules a function may import: the graph of imports from where it starts, followed through the source.

Imports inside functions count: they are made sooner or later. Of a face only the names that are asked for count (ADR 34), and what stands
under `TYPE_CHECKING` is for type checkers alone. A text that names a module of ours counts (it is loaded by its name), and so does a
package whose files are read (`resources.files("name")`). Who asks for entry points gets all of pyproject.toml.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OURS = "functions"
_MODULE = re.compile(rf"{OURS}(\.\w+)+(:\w+)?")
HTTP = "functions.shared.http.app"


@dataclass(frozen=True)
class _Source:
    imports: tuple[tuple[str, str], ...]
    """(module, name); the name is empty for `import module`."""
    lazy: Mapping[str, str]
    """Of a face: the module of each name."""


def starts_of(domain: str, handler: str, apis: Iterable[str]) -> list[str]:
    """The modules that a function starts from: those of its Apis and what serves them, or its handler's."""
    found = [f"{OURS}.{domain}.{name.rpartition('.')[0]}" for name in apis]
    return [HTTP, *found] if found else [f"{OURS}.{domain}.consumers.{handler}"]


def reached(starts: Iterable[str], root: Path) -> tuple[set[str], set[str]]:
    """Our modules, and the names of others' as in `import name`, the standard library's among them."""
    seen: set[str] = set()
    foreign: set[str] = set()
    waiting = list(starts)
    while waiting:
        module = waiting.pop()
        if module in seen:
            continue
        if _file(root, module) is None:
            continue
        seen.add(module)
        ours, others = _imported(root, module)
        waiting += ours
        foreign |= others
    return seen, foreign


@cache
def _imported(root: Path, module: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a module of ours makes be loaded: our modules, and the names of others'."""
    ours, foreign = {module.rpartition(".")[0]} - {""}, set()
    for target, name in _source(root, module).imports:
        if target.partition(".")[0] == OURS:
            ours |= set(_loaded(root, target, name))
        else:
            foreign.add(target.partition(".")[0])
    return frozenset(ours), frozenset(foreign)


def _loaded(root: Path, target: str, name: str) -> Iterator[str]:
    yield target
    lazy = _source(root, target).lazy
    if name in lazy:
        yield f"{target}.{lazy[name]}"
    elif name and _file(root, f"{target}.{name}") is not None:
        yield f"{target}.{name}"


@cache
def _file(root: Path, module: str) -> Path | None:
    path = root / module.replace(".", "/")
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


@cache
def _source(root: Path, module: str) -> _Source:
    file = _file(root, module)
    if file is None:
        return _Source((), {})
    tree = ast.parse(file.read_text(encoding="utf-8"))
    lazy = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "lazily"]
    plugins = (
        _entry_points(root)
        if any(ast.unparse(node.func) == "entry_points" for node in ast.walk(tree) if isinstance(node, ast.Call))
        else ()
    )
    places = ast.literal_eval(lazy[0].args[1]) if lazy else {}
    return _Source((*_imports(tree), *plugins), {name: place for place, names in places.items() for name in names.split()})


def _entry_points(root: Path) -> list[tuple[str, str]]:
    groups = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"].get("entry-points", {})
    return [(value.partition(":")[0], "") for table in groups.values() for value in table.values()]


def _imports(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        for other in node.orelse:
            yield from _imports(other)
    elif isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from ((node.module or "", alias.name) for alias in node.names)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _MODULE.fullmatch(node.value):
        yield node.value.partition(":")[0], ""
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "resources.files" and isinstance(node.args[0], ast.Constant):
        yield str(node.args[0].value), ""
    else:
        for child in ast.iter_child_nodes(node):
            yield from _imports(child)
