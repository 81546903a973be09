"""Entry points of stock: HTTP for staff, the follower of its table, and the nightly check.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "keeping.admin_api.stock_api",
        "keeping.ahead_api.ahead_api",
        "keeping.settings_api.settings_api",
        "warehouses.admin_api.warehouse_api",
    ),
    handlers=(
        "check_stock",
        "project_stock",
    ),
)
