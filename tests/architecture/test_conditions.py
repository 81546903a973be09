"""Every condition that guards money or stock is named in conditions.py, with the test that changes the state in between."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.conditions import NONE_POSSIBLE, TESTED

ROOT = Path(__file__).parents[2]
INTEGRATION = ROOT / "tests" / "integration"
_DOMAINS = (
    "aftersales", "agents", "content", "invoices", "loyalty", "marketing", "orders", "payments", "pricing", "promotions", "recommendations",
    "shared", "stock",
)  # fmt: skip
_STOCK = ("StockRecord", "ShelfRecord", "JournalRecord", "MovementRecord", "SeenState")
# The position of the condition among what the write is made of.
_CONDITION = {"Put": 1, "Delete": 1, "Update": 4, "Check": 3}
# Their condition is in their name.
_CONDITIONAL = ("put_new", "locked_update", "locked_put", "locked_delete")
_PLUMBING = ("shared/store/transactions.py", "shared/store/versions.py")


def test_every_condition_of_money_and_stock_has_its_test() -> None:
    """F-E: a new condition needs an entry in conditions.py; one that is gone takes its entry along."""
    assert sorted(_found()) == sorted({*TESTED, *NONE_POSSIBLE})
    assert set(TESTED) & set(NONE_POSSIBLE) == set()


@pytest.mark.parametrize("path", sorted({test.partition("::")[0] for test in TESTED.values()}))
def test_the_tests_are_there(path: str) -> None:
    named = {test.partition("::")[2] for test in TESTED.values() if test.startswith(f"{path}::")}
    assert named - _functions(INTEGRATION / path) == set()


def _found() -> set[str]:
    """`module:function what`, where `what` is the record that is written, of each write under a condition."""
    return {f"{module}:{function} {what}" for module, tree in _modules() for function, what in _conditional(tree)}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    functions = ROOT / "functions"
    for file in sorted(functions.rglob("*.py")):
        path = file.relative_to(functions).as_posix()
        text = file.read_text()
        of_stock = path.startswith("catalog/") and any(name in text for name in _STOCK)
        if (path.startswith(_DOMAINS) or of_stock) and path not in _PLUMBING:
            yield path.removesuffix(".py").replace("/", "."), ast.parse(text)


def _conditional(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for function in _outer_functions(tree):
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and _has_condition(call):
                yield function.name, _root(call.args[0]) if call.args else "put_item"


def _outer_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        for one in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(one, ast.FunctionDef):
                yield one


def _has_condition(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    by_name = any(keyword.arg in ("condition", "ConditionExpression") for keyword in call.keywords)
    return name in _CONDITIONAL or by_name or len(call.args) > _CONDITION.get(name, len(call.args))


def _root(node: ast.expr) -> str:
    """`record` of `record`, `_record(...)`: the name alone."""
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


@cache
def _functions(file: Path) -> set[str]:
    return {node.name for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)}
