"""Entry points of what the shop says: HTTP for readers and staff.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "reading.api.article_api",
        "reading.feedback_api.feedback_api",
        "pages.page_api.help_page_api",
        "slots.api.home_api",
        "slots.admin_api.slots_api",
        "reading.site_api.article_site_api",
        "writing.admin_api.articles_api",
        "writing.publishing_api.publishing_api",
        "writing.categories_api.categories_api",
    ),
)
