"""What hundreds of tests begin with is made once a minute: the next ones get what it wrote, put back into their empty tables.

Items are shared with the tests that get them: an update replaces an item by a changed copy (`undo.py`), as every other write does."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.support.tables import kept_tables

Items = dict[tuple[str, Any, Any], Any]
_SECONDS = 60
"""Longer, and what is due later could be due already."""


@dataclass(frozen=True)
class Begun:
    at: float
    items: Items
    known: Any


_begun: dict[str, Begun] = {}


def begun(what: object, before: Items, make: Callable[[], Any]) -> tuple[Any, bool]:
    """What `make` answered, and whether it was made before, in the same environment, and is only put back. `before`: what is stored."""
    environment = sorted((name, value) for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST")
    which = repr((what, environment))
    found = _begun.get(which)
    if found and time.monotonic() - found.at < _SECONDS:
        tables = kept_tables()
        for (name, partition, sort), item in found.items.items():
            tables[name].items[partition][sort] = item
        return found.known, True
    at, known = time.monotonic(), make()
    _begun[which] = Begun(at, {key: item for key, item in stored().items() if before.get(key) is not item}, known)
    return known, False


def stored() -> Items:
    """Every item by its table and its keys."""
    return {
        (name, partition, sort): item
        for name, table in kept_tables().items()
        for partition, rows in table.items.items()
        for sort, item in rows.items()
    }
