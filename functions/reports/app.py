"""Entry points of the reports domain.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "events.api.events_api",
        "live.admin_api.live_api",
        "packs.admin_api.packs_api",
        "packs.mails_api.mails_api",
        "quality.admin_api.quality_api",
        "rollups.admin_api.rollups_api",
        "rollups.product_api.product_api",
        "sales.admin_api.admin_api",
    ),
    handlers=(
        "lake_events",
        "lake_hourly",
        "record_facts",
        "report_mails",
        "rollup_hourly",
    ),
)
