"""The code of the functions as trees. To parse and to walk all of it takes seconds, and each rule needs what names its words alone."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from infra.compose import ROOT


@cache
def _texts() -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "functions").rglob("*.py"))}


def parsed(*words: str) -> dict[Path, ast.Module]:
    """The modules in whose text one of the words stands."""
    wanted = re.compile("|".join(map(re.escape, words)))
    return {path: ast.parse(text) for path, text in _texts().items() if wanted.search(text)}
