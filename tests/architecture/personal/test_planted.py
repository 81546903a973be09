"""What the proof of an erasure plants (tests/journeys/people) is every way in that is listed as personal: a new one is planted before it is
there, or it is said here why it cannot be."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

from tests.architecture.personal.ways_in import ELSEWHERE, PERSONAL

PLANTERS = Path(__file__).parents[2] / "journeys/people"
SAYS = frozenset({"text", "words", "email", "url", "notes", "phone", "fixed", "address"})
ADDRESS = ("name", "phone", "email", "street")
"""What `Planter.address` plants."""
NOT_PLANTED: dict[str, str] = {}


def planted() -> set[str]:
    return {way for path in PLANTERS.glob("*.py") for way in _ways(ast.parse(path.read_text(encoding="utf-8")), {})}


def _ways(node: ast.AST, known: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """`known`: what each name of a loop over literals stands for."""
    loops = node.generators if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) else [node]
    for loop in loops:
        if isinstance(loop, ast.For | ast.comprehension) and isinstance(loop.target, ast.Name) and isinstance(loop.iter, ast.Tuple):
            known = {**known, loop.target.id: tuple(str(one.value) for one in loop.iter.elts if isinstance(one, ast.Constant))}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYS and node.args:
        for way in _texts(node.args[-1], known):
            yield from (f"{way}.{name}" for name in ADDRESS) if node.func.attr == "address" else [way]
    for child in ast.iter_child_nodes(node):
        yield from _ways(child, known)


def _texts(node: ast.expr, known: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = [
            (str(one.value),) if isinstance(one, ast.Constant) else known.get(ast.unparse(one).strip("f'{}"), ())
            for one in node.values
        ]
        yield from map("".join, product(*parts))


def test_every_personal_way_in_is_planted() -> None:
    ways = {f"{schema}.{field}" for schema, places in PERSONAL.items() for place, fields in places.items() for field in fields.split() if place not in ELSEWHERE}
    missing = sorted(ways - planted() - NOT_PLANTED.keys())
    print("\n".join(missing))
    assert missing == []
    assert sorted(NOT_PLANTED.keys() - ways) == []
