"""Entry points of the payments functions."""

from __future__ import annotations

from typing import Any

from functions.payments.attempts.api import api
from functions.payments.attempts.held_api import held_api
from functions.payments.attempts.methods_api import methods_api
from functions.payments.attempts.sweep_unfinished import sweep
from functions.payments.consumers import consume, hear_orders
from functions.payments.consumers import reconcile_bills as compare_bills
from functions.payments.disputes.admin_api import dispute_api
from functions.payments.on_delivery.admin_api import delivery_api
from functions.payments.reconciling.admin_api import reconciliation_api
from functions.payments.reconciling.ledger_api import ledger_api
from functions.payments.reconciling.plan_reconciliations import plan
from functions.payments.refunds.admin_api import admin_api
from functions.payments.refunds.notes_api import notes_api
from functions.payments.refunds.task_api import task_api
from functions.payments.webhooks.admin_api import quarantine_api
from functions.shared.http.app import make_app
from functions.shared.outside.time_left import in_time

app = make_app(
    "payments",
    api,
    methods_api,
    admin_api,
    held_api,
    delivery_api,
    dispute_api,
    reconciliation_api,
    task_api,
    quarantine_api,
    ledger_api,
    notes_api,
)


@in_time
def process_webhooks(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return consume(event)


@in_time
def follow_orders(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return hear_orders(event)


def plan_reconciliations(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    return {"planned": plan()}


@in_time
def reconcile_bills(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return compare_bills(event)


def sweep_payments(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    return {"due": sweep()}
