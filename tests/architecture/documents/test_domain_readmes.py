"""A domain's README tells all it says and all that runs in it without being called, and nothing that is not there."""

from __future__ import annotations

import re

import pytest

from functions.shared.contract.event_catalogue import event_types
from infra.compose import ROOT
from infra.functions import FUNCTIONS
from infra.functions.model import Http
from infra.told.events import said_by
from tests.architecture.test_rooms import DOMAINS

README = {domain.name: (domain / "README.md").read_text(encoding="utf-8") for domain in DOMAINS}
# A metric of the same form as an event type.
_NO_EVENTS = {"owed.differs", "reconciliation.differences"}


@pytest.mark.parametrize("domain", README)
def test_it_tells_every_event_of_the_domain_and_none_that_is_not(domain: str) -> None:
    """P05"""
    said = {name for name, domains in said_by().items() if domain in domains}
    assert sorted(name for name in said if f"`{name}`" not in README[domain]) == []
    nouns = "|".join(sorted({name.partition(".")[0] for name in event_types()}))
    told = set(re.findall(rf"`((?:{nouns})\.[a-z_]+)`", README[domain]))
    assert told - event_types().keys() - _NO_EVENTS - {name for name in told if name.endswith(".py")} == set()


@pytest.mark.parametrize("domain", README)
def test_it_tells_every_function_that_nobody_calls(domain: str) -> None:
    running = [one.name for one in FUNCTIONS if one.domain == domain and not isinstance(one.trigger, Http)]
    assert [name for name in running if f"`{name}`" not in README[domain]] == []


def test_decisions_that_are_named_were_made() -> None:
    made = {int(path.name[:4]) for path in (ROOT / "docs/adr").glob("*.md")}
    files = [*ROOT.glob("*.md"), *(path for tree in ("docs", "functions", "infra") for path in (ROOT / tree).rglob("*.md"))]
    named = {int(number) for path in files for number in re.findall(r"ADR (\d+)", path.read_text(encoding="utf-8"))}
    assert named
    assert named - made == set()


def test_a_domain_s_functions_stand_in_the_file_of_its_name() -> None:
    """Or in one whose name begins with it (`order_pages`), or in its folder."""
    folder = ROOT / "infra/functions"
    files = [*folder.glob("*.py"), *folder.glob("*/*.py")]
    tables = [(path.relative_to(folder).parts[0].removesuffix(".py"), path.read_text(encoding="utf-8")) for path in files]

    def told(domain: str) -> str:
        return "".join(text for name, text in tables if name == domain or name.startswith(f"{domain.removesuffix('s')}_"))

    assert [one.name for one in FUNCTIONS if f'name="{one.name}"' not in told(one.domain)] == []
