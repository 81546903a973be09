"""X46: whoever works through something finds it on the first page of the console (web/console/src/lib/tiles.ts; what a tile counts and
where it leads is in web/console/test/tiles.test.ts)."""

from __future__ import annotations

import re

import pytest

from functions.shared.auth.roles import PERMISSIONS, permissions_of
from infra.compose import ROOT

_TILE = re.compile(r'name(?:: "(?P<name>\w+)")?, may: "(?P<may>[\w.]+)", read: "(?P<read>[\w.]+)"')
_NAMED = re.compile(r'runsOut\("(\w+)"')
"""Two that are made alike."""


def tiles() -> dict[str, tuple[str, str]]:
    """By name: who does that work, and what they must be allowed to read to be told of it."""
    source = (ROOT / "web/console/src/lib/tiles.ts").read_text(encoding="utf-8")
    found: dict[str, tuple[str, str]] = {}
    for one in _TILE.finditer(source):
        for name in [one["name"]] if one["name"] else _NAMED.findall(source):
            found[name] = (one["may"], one["read"])
    return found


_UNLESS = re.compile(r'name: "(\w+)", may: .*unless: "(\w+)"')
"""By name: which other tile says it better, to who may read it."""


@pytest.mark.parametrize(
    ("role", "work"),
    [
        ("moderator", {"moderation"}),
        ("arbiter", {"escalated"}),
        ("catalog_editor", {"unpublished"}),
        ("finance", {"tasks", "quarantine", "disputes"}),
        ("warehouse", {"to_ship", "picks", "coming_back", "exceptions", "none_left", "few_left"}),
        ("support", {"returns", "complaints", "overdue"}),
        ("analyst", set()),
        (
            "manager",
            {
                "to_ship",
                "picks",
                "coming_back",
                "exceptions",
                "returns",
                "complaints",
                "overdue",
                "held",
                "unpublished",
                "sold_out",
                "low_stock",
            },
        ),
    ],
)
def test_who_works_through_something_is_told_of_it_and_of_nothing_else(role: str, work: set[str]) -> None:
    allowed = permissions_of(frozenset({role}))
    told = {name for name, rights in tiles().items() if allowed.issuperset(rights)}
    better = dict(_UNLESS.findall((ROOT / "web/console/src/lib/tiles.ts").read_text(encoding="utf-8")))
    assert {name for name in told if better.get(name) not in told} == work


def test_the_owner_is_told_of_everything_and_each_tile_is_somebodys_work() -> None:
    assert len(tiles()) >= 15
    assert {right for rights in tiles().values() for right in rights} <= PERMISSIONS
    # To read of something is nobody's work.
    assert not [name for name, (may, _read) in tiles().items() if may.endswith(".read")]
