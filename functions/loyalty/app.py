"""Entry points of loyalty: HTTP for customers and staff, queues and a schedule.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "levels.api.levels_api",
        "levels.admin_api.levels_admin_api",
        "missions.api.missions_api",
        "missions.admin_api.missions_admin_api",
        "points.api.points_api",
        "points.admin_api.points_admin_api",
        "settings.admin_api.programme_api",
        "stored.api.stored_api",
        "stored.admin_api.stored_admin_api",
    ),
    handlers=("check_owed", "follow_orders", "sweep_points", "work_on_cards", "work_points"),
)
