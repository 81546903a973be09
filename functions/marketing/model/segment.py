"""A segment as plain data. Pure."""

from __future__ import annotations

from typing import Any

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Segment:
    """`rule`: see rule.py. `version` is its item's, and no part of what is stored."""

    id: str
    name: str
    rule: dict[str, Any]
    created_at: str
    edited_at: str
    edited_by: str
    version: int = 0
