"""Entry points of invoices: HTTP for buyers and staff, and the queue that tells of orders.

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
    ),
    handlers=("follow_orders",),
)
