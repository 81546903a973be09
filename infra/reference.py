"""Writes the README's tables of endpoints and events from the code, so that they cannot drift from it.

`python -m infra.reference` renews them; a test compares.
"""

from __future__ import annotations

import re
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from functions.platform.service.contract import operations
from functions.shared.contract.event_catalogue import event_types

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"


def endpoints() -> str:
    """One row per operation: method, path, who may, what it does."""
    rows = ["| Method | Path | Permission | |", "|---|---|---|---|"]
    for op in sorted(operations(), key=lambda op: (op.path.startswith("/v1/admin"), op.path, op.method)):
        rows.append(f"| {op.method} | `{op.path}` | {op.permission} | {op.summary} |")
    return "\n".join(rows)


def events() -> str:
    """One row per event type: who gets it, what it means."""
    listed: dict[str, Any] = yaml.safe_load((ROOT / "infra/template/queues.yaml").read_text(encoding="utf-8"))["queues"]
    rows = ["| Event | Goes to queue | |", "|---|---|---|"]
    for name, shape in event_types().items():
        queues = [queue for queue, how in listed.items() if any(fnmatchcase(name, kind) for kind in how.get("events", ()))]
        meaning = shape.__doc__ or ""
        meaning = "" if meaning.startswith(f"{shape.__name__}(") else " ".join(meaning.split())
        rows.append(f"| `{name}` | {', '.join(queues) or '–'} | {meaning} |")
    return "\n".join(rows)


def renewed(text: str) -> str:
    """The README with both tables as the code has them now."""
    for name, table in (("endpoints", endpoints()), ("events", events())):
        block = f"<!-- {name} -->\n{table}\n<!-- /{name} -->"
        # A backslash in a summary must not be read as a group reference.
        text, count = re.subn(f"<!-- {name} -->.*?<!-- /{name} -->", block.replace("\\", r"\\"), text, flags=re.DOTALL)
        if count != 1:
            raise ValueError(f"README.md has {count} places for the table of {name}")
    return text


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{README.name} is up to date\n")
