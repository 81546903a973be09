"""Entry points of the reports domain."""

from __future__ import annotations

from typing import Any

from functions.reports import consumers
from functions.reports.sales.admin_api import admin_api
from functions.shared.http.app import make_app
from functions.shared.outside.time_left import in_time

app = make_app("reports", admin_api)


@in_time
def record_facts(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `report-facts`: order.paid, order.cancelled."""
    return consumers.record_facts(event)


def rollup_hourly(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Schedule `reports-hourly`: count the hours that changed."""
    return consumers.rollup_hourly()
