"""import-linter's contracts cover every domain; the contracts themselves are checked by `lint-imports`. Here too: what they cannot see,
because it is a call or the standard library."""

from __future__ import annotations

import ast
import pkgutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import functions
from tests.support.sources import parsed

ROOT = Path(__file__).parents[2]
# All that models need besides the kernel: no process, no file, no network, no clock, no chance. A framework would stand here.
PURE = {
    "__future__", "array", "base64", "bisect", "calendar", "collections", "csv", "dataclasses", "datetime", "decimal", "enum", "fractions",
    "functools", "graphlib", "hashlib", "heapq", "hmac", "holidays", "importlib.resources", "io", "itertools", "json", "math", "operator",
    "pyotp", "pypinyin", "re", "statistics", "struct", "typing", "unicodedata", "urllib.parse", "webauthn", "zoneinfo",
}  # fmt: skip
# What asks the clock or throws dice although its module is pure.
IMPURE_CALLS = {"now", "today", "utcnow", "urandom", "uuid1", "uuid4", "getrandbits", "token_bytes", "token_hex", "token_urlsafe"}
# By name, past the import rules. Each loads modules that the place itself names, of its own domain or of the kernel.
BY_NAME = {
    "functions/notifications/channels/table.py",
    "functions/payments/providers/__init__.py",
    "functions/platform/service/contract.py",
    "functions/shared/contract/event_catalogue.py",
    "functions/shared/http/doors.py",
    "functions/shared/plain/deferred.py",
}


def test_every_domain_is_met_through_its_face() -> None:
    domains = {info.name for info in pkgutil.iter_modules(functions.__path__) if info.ispkg} - {"shared"}
    contracts = _contracts()
    faces = {expression for contract in contracts if contract["type"] == "protected" for expression in contract["protected_modules"]}
    assert faces == {f"functions.{domain}.*" for domain in domains}
    kernel, houses = sorted((set(contract["containers"]) for contract in contracts if "containers" in contract), key=len)
    assert (kernel, houses) == ({"functions.shared"}, {f"functions.{domain}" for domain in domains})


def test_models_import_what_is_pure_and_nothing_else() -> None:
    impure = {(_told(path), name) for path in _files("functions.*.model") for name in _imported(ast.parse(path.read_text("utf-8")))}
    assert sorted(one for one in impure if not _is_pure(one[1])) == []


def test_nothing_pure_asks_the_clock_or_throws_dice() -> None:
    (pure,) = [one["source_modules"] for one in _contracts() if one["name"].startswith("Models reach")]
    files = [path for module in pure for path in _files(module)]
    assert len(files) > 100
    assert [(_told(path), call) for path in files for call in _impure_calls(ast.parse(path.read_text("utf-8")))] == []


@pytest.mark.parametrize(
    "planted",
    [
        "datetime.now(UTC)",
        "date.today()",
        "os.urandom(8)",
        "uuid.uuid4()",
        "uuid4()",
        "default_factory(datetime.now)",
    ],
)
def test_a_clock_and_dice_would_be_seen(planted: str) -> None:
    assert list(_impure_calls(ast.parse(planted)))


@pytest.mark.parametrize(
    "planted", ["import os", "import uuid", "from http import client", "import pydantic", "from importlib import import_module"]
)
def test_what_is_not_pure_would_be_seen(planted: str) -> None:
    assert not all(_is_pure(name) for name in _imported(ast.parse(planted)))


def test_who_imports_by_name_is_known() -> None:
    """Such imports are seen by no contract, so nobody may go past a face in this way."""
    by_name = {_told(path) for path, tree in parsed("import_module", "__import__").items() if _imports_by_name(tree)}
    assert by_name == BY_NAME


def _contracts() -> list[dict[str, Any]]:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts: list[dict[str, Any]] = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    return contracts


def _files(module: str) -> list[Path]:
    """A package with all below it, or a module; `*` stands for any name."""
    place = module.replace(".", "/")
    return sorted(ROOT.glob(f"{place}/**/*.py")) or sorted(ROOT.glob(f"{place}.py"))


def _told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_pure(name: str) -> bool:
    return name.startswith("functions.") or any(name == pure or name.startswith(f"{pure}.") for pure in PURE)


def _impure_calls(tree: ast.Module) -> Iterator[str]:
    """`datetime.now` handed on uncalled counts, too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in IMPURE_CALLS and getattr(node.value, "id", "") in ("date", "datetime"):
            yield f"{node.attr}, line {node.lineno}"
        elif isinstance(node, ast.Call) and (called := _called(node)) in IMPURE_CALLS:
            yield f"{called}, line {node.lineno}"


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def _imports_by_name(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__") for node in ast.walk(tree))
