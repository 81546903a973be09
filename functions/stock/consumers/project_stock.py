"""The stream of the stock table → stock states shoppers see, movements per variant."""

from __future__ import annotations

from typing import Any

from functions.shared.events.batches import each_change
from functions.stock.following.project_stock import Projection


def project_stock(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    projection = Projection()
    return each_change(event, projection.take, projection.list_movements, consumer="stock-projector")
