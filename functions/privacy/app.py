"""Entry points of the privacy domain.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "consents.api.consents_api",
        "consents.admin_api.admin_consents_api",
        "erasing.api.erasure_api",
        "erasing.admin_api.admin_erasure_api",
        "exporting.api.export_api",
        "retaining.api.retention_api",
        "handing_over.api.record_exports_api",
    ),
    handlers=("work_requests", "keep_periods"),
)
