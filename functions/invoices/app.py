"""Entry points of invoices: HTTP for buyers, staff and providers of e-invoices, the queues, and the clock.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "documents.api.invoice_api",
        "documents.admin_api.document_api",
        "issuing.admin_api.issue_api",
        "settings.admin_api.settings_api",
        "titles.api.titles_api",
        "fapiao.api.fapiao_api",
        "fapiao.admin_api.fapiao_admin_api",
        "fapiao.webhook_api.fapiao_webhook_api",
    ),
    handlers=("follow_orders", "work_fapiao", "sweep_fapiao"),
)
