"""Entry points of the payments functions.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "attempts.api.api",
        "attempts.methods_api.methods_api",
        "saved.api.saved_api",
        "refunds.admin_api.admin_api",
        "goodwill.admin_api.goodwill_api",
        "goodwill.report_api.goodwill_report_api",
        "attempts.held_api.held_api",
        "on_delivery.admin_api.delivery_api",
        "disputes.admin_api.dispute_api",
        "reconciling.admin_api.reconciliation_api",
        "refunds.task_api.task_api",
        "webhooks.admin_api.quarantine_api",
        "reconciling.ledger_api.ledger_api",
        "refunds.notes_api.notes_api",
        "webhooks.api.webhook_api",
        "risk.admin_api.risk_api",
    ),
    handlers=(
        "follow_orders",
        "plan_reconciliations",
        "process_webhooks",
        "reconcile_bills",
        "sweep_payments",
    ),
)
