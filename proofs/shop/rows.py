"""Every row of every table, as a text that can be compared."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from proofs.shop.engine import every_item

Rows = dict[tuple[str, str, str], str]
_PER_RUN = ("idem", "run")
_OF_ITS_WRITING = {"dirty": ("body",), "told": ("ttl",)}
"""A mark that something is to be counted again is another each time; what was told is remembered from then on for some days."""
_COUNTED_WHEN_HEARD = {"reports/live"}
"""Rows of the minute in which something was counted."""


def rows() -> Rows:
    """But for what is of a call or a run."""
    found = {}
    for table, item in every_item():
        kind = item.get("kind", {}).get("S", "")
        if kind not in _PER_RUN and f"{table}/{kind}" not in _COUNTED_WHEN_HEARD:
            kept = {name: _same(value) for name, value in item.items() if name not in _OF_ITS_WRITING.get(kind, ())}
            found[table, item["pk"]["S"], item["sk"]["S"]] = json.dumps(kept, sort_keys=True, default=str)
    return found


def _same(value: dict[str, Any]) -> Any:
    """JSON says the same in whatever order it names its fields."""
    text = value.get("S", "")
    if text.startswith("{"):
        with suppress(ValueError):
            return json.loads(text)
    return value
