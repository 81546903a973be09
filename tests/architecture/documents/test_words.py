"""Words of the glossary are words of the code, and nobody is a he or a she."""

from __future__ import annotations

import re
from functools import cache

from infra.compose import ROOT

_TREES = ("functions", "infra")


@cache
def _words() -> frozenset[str]:
    files = [path for tree in _TREES for path in (ROOT / tree).rglob("*.py")]
    return frozenset(word for path in files for word in re.findall(r"\w+", path.read_text(encoding="utf-8")))


def test_names_in_the_glossary_are_names_in_the_code() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    defined, renamed = glossary.split("## What was renamed for this")
    now = re.findall(r"(?m)^\| .+? \| (.+?) \|", renamed)
    named = {name for text in (defined, *now) for name in re.findall(r"`([A-Za-z_]\w*[^\W_])(?:\(…\))?`", text)}
    assert len(named) > 30
    assert named - _words() == set()


def test_only_bills_and_collected_cash_are_settled() -> None:
    """A refund ends, a payment is closed, a dispute is over (docs/glossary.md)."""
    says = [path for path in (ROOT / "functions").rglob("*.py") if re.search(r"\bsettl(?:e|es|ed|ing)\b", path.read_text("utf-8"))]
    rooms = {path.relative_to(ROOT / "functions").parent.as_posix() for path in says}
    assert {room for room in rooms if not room.startswith("payments/providers")} == {"payments/on_delivery", "payments/model"}


def test_people_are_they() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    files = documents + [path for tree in _TREES for kind in ("*.py", "*.md", "*.yaml") for path in (ROOT / tree).rglob(kind)]
    found = {
        path.relative_to(ROOT).as_posix(): re.findall(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im)\b", path.read_text("utf-8"))
        for path in files
    }
    assert {name: words for name, words in found.items() if words} == {}


def test_a_merge_left_no_marks() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(path for tree in _TREES for path in (ROOT / tree).rglob("*.md"))]
    marks = {path.relative_to(ROOT).as_posix(): re.findall(r"(?m)^(?:<{7}|>{7}|={7}$)", path.read_text("utf-8")) for path in documents}
    assert documents
    assert {name: found for name, found in marks.items() if found} == {}
