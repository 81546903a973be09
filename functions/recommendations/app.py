"""Entry points of the recommendations domain.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=("suggesting.api.suggesting_api", "curating.admin_api.curating_api", "counting.admin_api.clicks_api"),
    handlers=("recommend_nightly",),
)
