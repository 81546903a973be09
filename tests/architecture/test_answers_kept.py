"""What keeps an answer goes one way (ADR 37): made by the handler, handed on by whoever does not write, written once."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from infra.compose import ROOT
from tests.support.sources import parsed


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path, tree in parsed("remember").items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield path.relative_to(ROOT / "functions").as_posix(), node


def _taking() -> Iterator[tuple[str, ast.FunctionDef]]:
    for name, node in _functions():
        if "remember" in {arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}:
            yield name, node


def test_who_takes_it_uses_it() -> None:
    unused = [
        f"{name} {node.name}"
        for name, node in _taking()
        if not any(isinstance(one, ast.Name) and one.id == "remember" for part in node.body for one in ast.walk(part))
    ]
    assert unused == []


def test_only_the_kernel_knows_the_key() -> None:
    """A use case sees a function from its result to writes, not the key behind it. But what a
    provider is asked for is named by the key, so that what died is not asked for twice, and fast checkout goes on where it died."""
    files = {
        path.relative_to(ROOT / "functions").as_posix(): path.read_text(encoding="utf-8") for path in (ROOT / "functions").rglob("*.py")
    }
    knowing = {name for name, text in files.items() if "IdempotencyKey" in text and not name.startswith("shared/")}
    assert knowing == {"payments/attempts/start_payment.py", "payments/attempts/pay_kept.py", "orders/checkout/express.py"}
