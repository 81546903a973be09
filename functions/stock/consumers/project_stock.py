"""The stream of the stock table → stock states shoppers see, movements per variant."""

from __future__ import annotations

from typing import Any

from functions.shared.events.batches import each_change
from functions.stock.following.project_stock import project_change


def project_stock(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_change(event, project_change, consumer="stock-projector")
