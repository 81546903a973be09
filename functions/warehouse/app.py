"""Entry points of the warehouse: HTTP for staff, and the queue that tells of parcels.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=("picking.admin_api.pick_api", "wms.admin_api.wms_api", "wms.webhook_api.webhook_api"),
    handlers=("follow_parcels",),
)
