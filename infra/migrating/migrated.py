"""What a look at a table did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Item = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Migrated:
    """Items looked at, those moved to where the present version looks first, and those somebody moved at the same moment."""

    looked_at: int = 0
    moved: int = 0
    overtaken: int = 0

    @property
    def left_nothing(self) -> bool:
        return self.moved == self.overtaken == 0
