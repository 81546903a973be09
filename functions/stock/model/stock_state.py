"""What shoppers are told of a stock."""

from __future__ import annotations

from typing import Literal

StockState = Literal["in_stock", "low_stock", "out_of_stock", "preorder", "backorder"]
