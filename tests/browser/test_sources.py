"""The console's sources: they fit the contract, the pure parts do what they say, and the first load is small. X46"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from functions.shared.auth.standing import KEEP_SECONDS
from infra.compose import ROOT
from infra.console.build import build_console, check_console

MOST_GZIPPED = 450 * 1024


def test_types_fit_the_contract_and_pure_parts_are_right() -> None:
    check_console()


def test_the_first_load_is_small_and_other_pages_come_when_they_are_opened() -> None:
    folder = build_console()
    manifest = json.loads((folder / ".vite/manifest.json").read_text())
    first, later = first_load(manifest), {one["file"] for one in manifest.values() if one.get("isDynamicEntry")}
    weight = sum(len(gzip.compress((folder / name).read_bytes())) for name in [*first, "index.html"])
    assert weight <= MOST_GZIPPED, weight
    assert len(later) >= 6
    assert not later & first


def test_a_changed_role_is_followed_within_a_minute() -> None:
    """Case 17: what the API keeps of a person and how often the console asks, together."""
    asks = re.search(r"EVERY_MS = ([\d_]+);", (ROOT / "web/console/src/api/whoami.ts").read_text())
    assert asks
    assert KEEP_SECONDS + int(asks[1]) / 1000 < 60


def test_nothing_that_was_done_waits_for_a_notice_to_go_away() -> None:
    """Case 16: the library's own buttons send a change when their notice has gone; none of them is used, and it is told to wait nowhere."""
    sources = [*(ROOT / "web/console/src").rglob("*.ts*")]
    assert len(sources) > 100
    late = re.compile(
        r"mutationMode|undoable|optimistic|\b(?:EditButton|DeleteButton|BulkDeleteButton|SaveButton|EditBase|useDelete|useUpdate)\b"
    )
    assert [path.name for path in sources if late.search(path.read_text(encoding="utf-8"))] == []


def first_load(manifest: dict[str, dict[str, object]]) -> set[str]:
    """What a browser fetches before the first page: the entry, what it imports, their style sheets."""
    found, open_ones = set[str](), ["index.html"]
    while open_ones:
        one = manifest[open_ones.pop()]
        if one["file"] in found:
            continue
        found |= {str(one["file"]), *map(str, one.get("css") or [])}  # type: ignore[call-overload]
        open_ones += map(str, one.get("imports") or [])  # type: ignore[call-overload]
    return {name for name in found if Path(name).suffix in {".js", ".css"}}
