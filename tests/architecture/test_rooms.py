"""The house of every domain (docs/adr/0021-rooms.md). Who may import whom is checked by `lint-imports`; here, what that cannot see."""

from __future__ import annotations

import ast
import graphlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.compose import ROOT

FUNCTIONS = ROOT / "functions"
DOMAINS = sorted(path for path in FUNCTIONS.iterdir() if (path / "__init__.py").is_file() and path.name != "shared")
MOST_FILES = 25
# What stands in a function; in few files, and the others need not be parsed for it.
_INDENTED = re.compile(r"(^[ \t]+|[:;][ \t]*)(import|from)\s", re.MULTILINE)
DOORS = {"__init__.py", "app.py"}
# Heavy, and needed by few calls of a function: a cold start must not pay for them. Ours stand for what they import.
LAZY = {
    "boto3", "chalice.deploy.swagger", "charset_normalizer", "cryptography", "disposable_email_domains", "email_validator", "holidays",
    "duckdb", "jinja2", "jwt", "markdown_it", "opensearchpy", "phonenumbers", "pypinyin", "rjieba", "tantivy", "webauthn", "zxcvbn",
    "functions.customers.factors.qr", "functions.catalog.media.media_sizes", "functions.catalog.search.opensearch.index",
    "functions.catalog.search.opensearch.writer",
    "functions.shipping.documents.printing", "functions.invoices.documents.printing",
}  # fmt: skip


def _python(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def test_no_folder_holds_more_files_than_one_can_look_over() -> None:
    held = Counter(path.parent.relative_to(ROOT).as_posix() for path in _python("functions", "infra", "tests", "benchmarks", "samples"))
    assert held
    assert {folder: files for folder, files in held.items() if files > MOST_FILES} == {}


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda path: path.name)
def test_a_domain_shows_its_doors_and_rooms_and_nothing_else(domain: Path) -> None:
    on_top = {path.name for path in domain.glob("*.py")}
    assert on_top <= DOORS
    assert {"__init__.py", "app.py"} <= on_top
    assert {path.parent.name for path in domain.glob("*/__init__.py")} >= {"store", "model"}


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda path: path.name)
def test_a_domain_s_readme_is_a_plan_of_its_rooms(domain: Path) -> None:
    readme = (domain / "README.md").read_text(encoding="utf-8")
    plan = [f"| `{path.parent.name}/` | {_said(path)}. |" for path in domain.glob("*/__init__.py")]
    assert [room for room in plan if room not in readme] == []


def test_every_room_says_what_it_is() -> None:
    assert [path.relative_to(ROOT).as_posix() for path in FUNCTIONS.glob("*/*/__init__.py") if not _said(path)] == []


def test_no_modules_import_each_other() -> None:
    """Not even by a way around; what is imported inside a function counts too."""
    names = {_name(path): path for path in _python("functions")}
    needs = {name: {target for target in _imported(path) & names.keys() if target != name} for name, path in names.items()}
    assert _circle(needs) == []


def test_only_heavy_libraries_are_imported_when_they_are_needed() -> None:
    inner = {(path.relative_to(ROOT).as_posix(), name) for path in _python("functions", "infra") for name in _imported_inside(path)}
    assert sorted((path, name) for path, name in inner if not _is_lazy(name)) == []
    assert {lazy for lazy in LAZY if not any(name == lazy or name.startswith(f"{lazy}.") for _, name in inner)} == set()


def _circle(needs: dict[str, set[str]]) -> list[str]:
    """One way around, if there is any."""
    try:
        graphlib.TopologicalSorter(needs).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def test_a_circle_would_be_seen() -> None:
    assert set(_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})) == {"a", "b", "c"}


@pytest.mark.parametrize("written", ["import a.b.c", "from a.b import c", "from . import c", "from .c import x", "from ..b import c"])
def test_however_an_import_is_written_it_is_seen(written: str) -> None:
    assert "a.b.c" in _named_in(ast.parse(written), "a.b")


def _said(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0].split(". ")[0].rstrip(".")


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imported(path: Path) -> set[str]:
    """Modules, and names in them that may be modules."""
    return _named_in(ast.parse(path.read_text(encoding="utf-8")), _name(path.parent / "__init__.py"))


def _named_in(tree: ast.Module, package: str) -> set[str]:
    found = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return found


def _imported_inside(path: Path) -> Iterator[str]:
    """The modules that functions of the file import."""
    text = path.read_text(encoding="utf-8")
    for function in ast.walk(ast.parse(text)) if _INDENTED.search(text) else ():
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom):
                    yield node.module or ""
                elif isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names)


def _is_lazy(name: str) -> bool:
    return any(name == lazy or name.startswith(f"{lazy}.") for lazy in LAZY)
