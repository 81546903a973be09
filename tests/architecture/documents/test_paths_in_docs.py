"""What documents point to is there: files, folders, links, headings. A file that moves takes its mentions along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from infra.compose import ROOT

_TOP = ("functions", "infra", "tests", "benchmarks", "docs", "samples", "requirements")
_TREES = tuple(ROOT / name for name in _TOP)
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(path for tree in _TREES for path in tree.rglob("*.md"))])
# `functions/orders/app.py`, with or without backticks; `orders/app.py` and `app.py` only in backticks.
_FROM_THE_TOP = re.compile(rf"(?<![\w./-])(?:{'|'.join(_TOP)})/[\w./*<>-]*[\w*>/]")
_FILE = re.compile(r"`([\w.][\w./-]*\.(?:py|md|yaml|json|toml|in|txt))(?::\w+)?`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def _named(document: Path) -> set[str]:
    text = document.read_text(encoding="utf-8")
    return {*_FROM_THE_TOP.findall(text), *_FILE.findall(text)}


def _is_there(name: str, document: Path) -> bool:
    """From the top, from where the document lies, from `functions/`; a bare name anywhere. What a build or a run makes may be missing."""
    wanted = re.sub(r"<\w+>", "*", name.rstrip("/"))
    if re.fullmatch(r"docs/adr/\d{4}", wanted):
        wanted += "-*.md"
    places = (ROOT, document.parent, ROOT / "functions")
    if any(next(place.glob(wanted), None) for place in places):
        return True
    return name in _names() or name.startswith((".local/", "build/"))


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for tree in _TREES for path in tree.rglob("*.*"))


def _headings(text: str) -> Iterator[str]:
    for heading in re.findall(r"(?m)^#+ (.+)$", text):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_there_are_documents() -> None:
    assert {"README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"} <= {path.name for path in DOCUMENTS}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_path_it_names_exists(document: Path) -> None:
    assert sorted(name for name in _named(document) if not _is_there(name, document)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    broken = []
    for target in _LINK.findall(document.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            file, _, anchor = target.partition("#")
            path = document.parent / file if file else document
            if not path.exists() or (anchor and anchor not in _headings(path.read_text(encoding="utf-8"))):
                broken.append(target)
    assert broken == []
