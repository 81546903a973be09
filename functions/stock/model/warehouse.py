"""A warehouse as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field

from functions.stock.model.stock import DEFAULT_WAREHOUSE


@dataclass(frozen=True)
class Warehouse:
    """Pieces are taken from warehouses with a smaller `priority` first. An inactive one takes no goods in and holds none."""

    id: str
    name: dict[str, str]
    priority: int = 0
    active: bool = True
    external_id: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)


MAIN = Warehouse(DEFAULT_WAREHOUSE, {"en": "Main warehouse", "zh": "主仓"})
"""There without being made; editing it stores it."""
