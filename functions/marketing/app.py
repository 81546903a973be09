"""Entry points of marketing: HTTP for staff and readers, queues and a schedule.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "segments.admin_api.segments_api",
        "campaigns.admin_api.campaigns_api",
        "broadcasts.admin_api.broadcasts_api",
        "broadcasts.notices_api.notices_api",
        "carts.admin_api.reminders_api",
        "knowing.admin_api.knowing_api",
        "knowing.people_api.people_api",
        "tagging.admin_api.portrait_api",
        "tagging.admin_api.tagging_api",
        "stock_notices.api.stock_notices_api",
        "shares.api.shares_api",
        "shares.admin_api.shares_admin_api",
    ),
    handlers=("know_people", "work", "work_on_files", "sweep", "note_outcomes"),
)
