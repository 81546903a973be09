"""docs/proofs.md, written by the proofs themselves: what each said last, when and where; rows of claims that were not run stay."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from pathlib import Path

from proofs.claim import KEPT, ROOT, Asked, Verdict

PAGE = ROOT / "docs" / "proofs.md"
_HEAD = """# Proofs

The claims that decide whether a team trusts this shop. Each is one command, seeded and resumable (`make prove CLAIM=crash`);
`make prove QUICK=1` runs a smaller version of all, `make prove` all of them, and `make test` a small one of each (`tests/proofs`).
What a proof is made of: `proofs/README.md`. This page is written by those commands: what each said last, when and where.

| Claim | Depth | Verdict | Seconds | When (UTC), machine |
|---|---|---|---|---|
"""
_ROW = re.compile(r"^\| `(?P<claim>[a-z-]+)` \| (?P<depth>\w+) \|")
_PART = re.compile(r"^## `(?P<claim>[a-z-]+)`")


def note(asked: Asked, verdict: Verdict, took: tuple[float, float], order: list[str], page: Path = PAGE) -> None:
    """`took`: seconds, and seconds of CPU. One after the other, whoever else is done at the same moment."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "page.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        _note(asked, verdict, took, order, page)


def _note(asked: Asked, verdict: Verdict, took: tuple[float, float], order: list[str], page: Path) -> None:
    rows, parts = _read(page)
    said = verdict.said if verdict.proven else f"**not proven**: {len(verdict.wrong)} violations, the first: {verdict.wrong[0]}"
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M}, {machine()}"
    rows[asked.claim, asked.depth] = f"| `{asked.claim}` | {asked.depth} | {_cell(said)} | {took[0]:.0f} ({took[1]:.0f} CPU) | {when} |"
    if verdict.table:
        parts[asked.claim] = [f"## `{asked.claim}`", "", *verdict.table]
    ordered = sorted(rows, key=lambda one: (order.index(one[0]), one[1]))
    text = _HEAD + "".join(f"{rows[one]}\n" for one in ordered)
    for claim in (one for one in order if one in parts):
        text += "\n" + "\n".join(parts[claim]).rstrip() + "\n"
    page.write_text(text)


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")[:900]


def _read(page: Path) -> tuple[dict[tuple[str, str], str], dict[str, list[str]]]:
    rows, parts, inside = dict[tuple[str, str], str](), dict[str, list[str]](), ""
    for line in page.read_text().splitlines() if page.exists() else []:
        if found := _PART.match(line):
            inside = found["claim"]
            parts[inside] = []
        if inside:
            parts[inside].append(line)
        elif found := _ROW.match(line):
            rows[found["claim"], found["depth"]] = line
    return rows, parts
