"""Entry points of the platform.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "service.api.api",
        "jobs.admin_api.jobs_api",
        "fields.admin_api.fields_api",
        "views.admin_api.views_api",
        "settings.admin_api.settings_api",
        "keys.admin_api.keys_api",
        "settings.site_api.site_api",
        "settings.public_site.public_api",
        "operations.admin_api.operations_api",
        "operations.run_api.run_api",
        "operations.letters_api.letters_api",
    ),
    handlers=("publish_events",),
)
