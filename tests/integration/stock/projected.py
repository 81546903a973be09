"""What one record of the stock table's stream does, alone in its batch; unlike a handler it raises."""

from __future__ import annotations

from typing import Any

from functions.stock.following.project_stock import Projection


def projected(change: dict[str, Any]) -> None:
    alone = Projection()
    alone.take(change)
    alone.list_movements()
