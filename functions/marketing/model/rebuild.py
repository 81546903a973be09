"""Everybody whom the shop knew before marketing is taken in: a walk over all customers and their orders. Pure.

running ──all were looked at──► done ──asked again──► running
"""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Rebuild:
    """`cursor`: of the page of customers that it is at; `done`: how many of that page. `version` is its item's."""

    started_at: str
    started_by: str
    cursor: str = ""
    done: int = 0
    people: int = 0
    orders: int = 0
    ended_at: str = ""
    version: int = 0

    @property
    def is_over(self) -> bool:
        return bool(self.ended_at)
