"""What a file means by a number of pieces, and which movement that makes. Pure."""

from __future__ import annotations

from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict


class StockStatement(StrEnum):
    SET = "set"
    ADD = "add"
    IGNORE = "ignore"


@dataclass(frozen=True)
class Move:
    """What the counters get. `short`: fewer pieces were stated than are reserved for buyers; those stay reserved."""

    delta: int
    short: bool = False


def move_for(statement: StockStatement, pieces: int, *, available: int, reserved: int) -> Move:
    """Raises Conflict (409 `stock_below_zero`) when more would be taken away than is there for sale.

    On hand is available + reserved, so a sale just before the statement and one just after it end in the same counters.
    """
    if statement is StockStatement.IGNORE:
        return Move(0)
    if statement is StockStatement.ADD:
        if available + pieces < 0:
            raise Conflict(f"{available} pieces are for sale; {-pieces} cannot be taken away.", code="stock_below_zero")
        return Move(pieces)
    wanted = max(pieces, 0) - reserved
    return Move(max(wanted, 0) - available, short=wanted < 0)
