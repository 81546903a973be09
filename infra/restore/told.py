"""The file that says what was at a second after a backup, beside what the backup brings back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local.trouble import Trouble
from infra.restore.copies import Copy
from infra.restore.sets import TableSet, described
from infra.restore.then import TABLES, differing, items_of, states


def must_be_there(dynamodb: Any, tables: TableSet) -> None:
    """Raises Trouble: without the tables of before there is nothing that tells what happened after the backup."""
    if lost := [name for table in TABLES if described(dynamodb, name := tables.name(table)) is None]:
        raise Trouble(f"What happened after the backup stands in tables that are lost: {', '.join(lost)}. Restore without --at.")


def told_then(dynamodb: Any, copy: Copy, second: datetime) -> Iterator[str]:
    """Writes it, a JSON line for each thing that was otherwise; says what is in it. What happened within that second counts."""
    then = states(items_of(dynamodb, copy.source), f"{second.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.999Z")
    lines = list(differing(then, states(items_of(dynamodb, copy.target))))
    file = Path(f"at-{second:%Y%m%dT%H%M%SZ}.jsonl")
    file.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    counts = Counter(line["what"] for line in lines)
    yield f"What was otherwise at {second:%Y-%m-%dT%H:%M:%SZ} than in the backup is in {file}; nothing of it is written into the tables:"
    yield "  " + (", ".join(f"{counts[what]} {what}" for what in then if counts[what]) or "nothing")
