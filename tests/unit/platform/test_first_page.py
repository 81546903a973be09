"""X46: whoever works through something finds it on the first page of the console (web/console/src/lib/tiles.ts; what a tile counts and
where it leads is in web/console/test/tiles.test.ts)."""

from __future__ import annotations

import re

import pytest

from functions.shared.auth.roles import PERMISSIONS, permissions_of
from infra.compose import ROOT

_TILE = re.compile(r'\{ name: "(?P<name>\w+)", may: "(?P<may>[\w.]+)"')


def tiles() -> dict[str, str]:
    source = (ROOT / "web/console/src/lib/tiles.ts").read_text(encoding="utf-8")
    return {one["name"]: one["may"] for one in _TILE.finditer(source)}


@pytest.mark.parametrize(
    ("role", "work"),
    [
        ("moderator", {"moderation"}),
        ("arbiter", {"escalated", "returns", "exceptions", "held", "to_ship"}),
        ("catalog_editor", {"unpublished"}),
        ("finance", {"tasks", "quarantine", "returns", "exceptions", "held", "to_ship"}),
        ("warehouse", {"returns", "exceptions", "held", "to_ship"}),
    ],
)
def test_who_works_through_something_is_told_of_it_and_of_nothing_else(role: str, work: set[str]) -> None:
    allowed = permissions_of(frozenset({role}))
    assert {name for name, may in tiles().items() if may in allowed} == work


def test_tiles_ask_for_rights_that_there_are() -> None:
    assert len(tiles()) >= 9
    assert set(tiles().values()) <= PERMISSIONS
    # Whom a tile is for may also read what it counts.
    for role in ("moderator", "arbiter", "catalog_editor"):
        allowed = permissions_of(frozenset({role}))
        assert all(
            reading in allowed
            for name, reading in (("escalated", "orders.read"), ("unpublished", "catalog.read"))
            if tiles()[name] in allowed
        )
