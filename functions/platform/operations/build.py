"""What was built: `infra/package.py` puts it beside this file into the code zip."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from pathlib import Path

from functions.platform.model.version import VERSION
from functions.shared.plain.deferred import dataclass

BUILT = Path(__file__).with_name("build.json")


@dataclass(frozen=True)
class Build:
    """`commit`: the last one that changed the functions, with `+` where files differed from it; None where it is not known.
    `dependencies`: the pinned third-party packages by name."""

    version: str = VERSION
    commit: str | None = None
    dependencies: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def build(built: Path = BUILT) -> Build:
    """Where nothing was built (tests) only the version is known."""
    try:
        told = json.loads(built.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Build()
    return Build(VERSION, told["commit"], told["dependencies"])
