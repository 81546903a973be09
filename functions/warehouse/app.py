"""Entry points of the warehouse: HTTP for staff, and the queue that tells of parcels."""

from __future__ import annotations

from typing import Any

from functions.shared.http.app import make_app
from functions.shared.outside.time_left import in_time
from functions.warehouse import consumers
from functions.warehouse.picking.admin_api import pick_api

app = make_app("warehouse", pick_api)


@in_time
def follow_parcels(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `picks`: parcels that are planned, cancelled or gone, orders that are cancelled or paid back."""
    return consumers.follow(event)
