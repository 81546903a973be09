"""What `GET /v1/admin/version` tells of a build: the commit that its functions are of, and what they were pinned to."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

FILE = "functions/platform/operations/build.json"
_OF_THE_CODE = ("functions", "requirements")
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)([^\\\n]*)", re.MULTILINE)


def build_file(root: Path) -> dict[str, bytes]:
    """By name in the zip."""
    told = {"commit": commit(root), "dependencies": dependencies(root)}
    return {FILE: json.dumps(told, sort_keys=True, separators=(",", ":")).encode()}


def commit(root: Path) -> str | None:
    """The last one that changed what is deployed, so that a build of the same code is the same bytes; with `+` when files differ from it.
    None outside of a repository."""
    found = _git(root, "log", "-1", "--format=%H", "--", *_OF_THE_CODE)
    if not found:
        return None
    return found + ("+" if _git(root, "status", "--porcelain", "--", *_OF_THE_CODE) else "")


def _git(root: Path, *arguments: str) -> str:
    try:
        return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def dependencies(root: Path) -> dict[str, str]:
    """Those that Lambda gets."""
    try:
        pins = (root / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return {name: version for name, version, marker in _PIN.findall(pins) if "win32" not in marker}
