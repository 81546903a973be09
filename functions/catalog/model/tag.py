"""A tag as plain data. Products carry its code; what it is called is its own business."""

from __future__ import annotations

from dataclasses import field

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Tag:
    code: str
    name: dict[str, str]
    sort: int = 0
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)
