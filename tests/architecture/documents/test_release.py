"""A release is a version in pyproject.toml with an entry in the CHANGELOG that names its commit; whoever says a version says this one."""

from __future__ import annotations

import json
import re
import tomllib

from functions.platform.model.version import VERSION
from infra.compose import ROOT

_HEADING = re.compile(r"(?m)^## (.+)$")
_ENTRY = re.compile(r"(\d+\.\d+\.\d+)(?: \((unreleased|commit [0-9a-f]{7,40})\))?")
_BEFORE = "0.1.0"
"""Before it there were no releases."""


def _entries() -> list[tuple[str, str | None]]:
    headings = _HEADING.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    matches = [_ENTRY.fullmatch(heading) for heading in headings]
    assert None not in matches, headings
    return [(match[1], match[2]) for match in matches if match]


def test_one_version_is_said_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    snapshot = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))
    said = {project["version"], VERSION, snapshot["info"]["version"], _entries()[0][0]}
    assert said == {VERSION}


def test_every_release_names_its_commit_and_only_the_newest_may_be_under_way() -> None:
    (_, newest), *older = _entries()
    assert newest is not None
    assert [version for version, state in older if not (state or "").startswith("commit ") and version != _BEFORE] == []
    numbers = [tuple(map(int, version.split("."))) for version, _ in _entries()]
    assert numbers == sorted(set(numbers), reverse=True)
