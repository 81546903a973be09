"""Entry points of shipping: HTTP for staff, the search for pick-up points, and the queue that tells how parcels fared.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "registry.admin_api.carrier_api",
        "registry.ask_api.ask_api",
        "registry.score_api.score_api",
        "documents.admin_api.paper_api",
        "points.api.point_api",
    ),
    handlers=("count_parcels",),
)
