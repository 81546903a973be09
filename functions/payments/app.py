"""Entry points of the payments functions."""

from __future__ import annotations

from typing import Any

from functions.payments.admin_api import admin_api
from functions.payments.api import api
from functions.payments.consumers import consume, hear_orders
from functions.payments.consumers import reconcile_bills as compare_bills
from functions.payments.delivery_api import delivery_api
from functions.payments.dispute_api import dispute_api
from functions.payments.held_api import held_api
from functions.payments.ledger_api import ledger_api
from functions.payments.methods_api import methods_api
from functions.payments.notes_api import notes_api
from functions.payments.plan_reconciliations import plan
from functions.payments.quarantine_api import quarantine_api
from functions.payments.reconciliation_api import reconciliation_api
from functions.payments.sweep_unfinished import sweep
from functions.payments.task_api import task_api
from functions.shared.api import make_app

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


def process_webhooks(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return consume(event, context)


def follow_orders(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return hear_orders(event, context)


def plan_reconciliations(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    return {"planned": plan()}


def reconcile_bills(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return compare_bills(event)


def sweep_payments(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    return {"due": sweep()}
