"""Entry points of stock: HTTP for staff, the follower of its table, and the nightly check."""

from __future__ import annotations

from typing import Any

from functions.shared.events.batches import each_change
from functions.shared.http.app import make_app
from functions.stock.following.project_stock import project_change as _project_stock
from functions.stock.keeping.admin_api import stock_api
from functions.stock.keeping.check_stock import check_stock as _check_stock
from functions.stock.warehouses.admin_api import warehouse_api

app = make_app("stock", stock_api, warehouse_api)


def project_stock(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """The stream of the stock table → stock states shoppers see, movements per variant."""
    return each_change(event, _project_stock, consumer="stock-projector")


def check_stock(_event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Schedule `stock-check`: movements against counters; stops a minute before its time is up and goes on the next time."""
    report = _check_stock(lambda: context is None or context.get_remaining_time_in_millis() > 60_000)
    return {"checked": report.checked, "differences": report.difference_count, "complete": report.complete}
