"""A newcomer can read the README in one go, and what is generated from the code is what the code says."""

from __future__ import annotations

from typer.main import get_group

from infra.cli.main import app
from infra.compose import ROOT
from infra.reference import documents
from infra.told.events import said_by

LONGEST = 150


def test_the_readme_is_short_and_leaves_tables_to_the_docs() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert 50 < len(lines) <= LONGEST
    assert sum(line.startswith("| ") for line in lines) < 30


def test_endpoints_and_events_are_told_as_the_code_has_them() -> None:
    """P12"""
    stale = [path.name for path, text in documents().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run: make reference"


def test_every_event_is_said_by_the_one_domain_that_owns_it() -> None:
    """P05"""
    assert {name: domains for name, domains in said_by().items() if len(domains) != 1} == {}


def test_every_command_of_the_shop_is_told() -> None:
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    told = text.partition("`shop --help` explains the command line")[2]
    assert [name for name in get_group(app).commands if f"`{name}`" not in told] == []
