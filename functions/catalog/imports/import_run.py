"""What all products of one import share, and the two ways in which the work on one of them ends early."""

from __future__ import annotations

from functions.catalog.imports.stock_statement import StockStatement
from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass


class OutOfTime(Exception):
    """The entry is half done, and the worker's time is up: the next call goes on with the same entry."""


class Turned(Exception):
    """A dry run has come to where it would write: everything before the write was checked."""


@dataclass(frozen=True)
class Run:
    """What all entries of one import share. `override`: who started it may set prices below their floor. `dry`: nothing is written."""

    job_id: str
    actor: Actor
    stock: StockStatement = StockStatement.SET
    override: bool = False
    dry: bool = False
