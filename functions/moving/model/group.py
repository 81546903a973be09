"""The rows of a file that make one thing together, and what is to be said of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from enum import StrEnum
from typing import Any

from functions.shared.plain.deferred import dataclass


class Kind(StrEnum):
    CUSTOMERS = "customers"
    ORDERS = "orders"


@dataclass(frozen=True)
class Fault:
    """`field`: a column, or a JSON pointer; empty when the whole row is meant."""

    line: int
    field: str
    code: str
    detail: str


@dataclass(frozen=True)
class Group:
    """`body`: as a row of our own NDJSON would say it (imports/schemas.py). With `faults` it is not to be used. `earlier`: the line of the
    file that said the same before."""

    lines: Sequence[int]
    body: dict[str, Any] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    remarks: Sequence[Fault] = ()
    earlier: int | None = None
