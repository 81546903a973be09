"""What is installed is pinned with its hashes, and so is what installs it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_package_is_pinned_with_hashes() -> None:
    for file in (ROOT / "requirements").glob("*.txt"):
        for line in file.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
            assert re.match(r"[\w.\[\],-]+==\S+ .*--hash=sha256:", line), (file.name, line[:80])


def test_the_makefile_installs_nothing_without_a_pin() -> None:
    """F-B9"""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in text.splitlines() if "pip install" in line or "pip sync" in line]
    assert installs
    assert [line for line in installs if "--require-hashes" not in line and "--editable ." not in line] == []
