"""Entry points of the payments functions."""

from __future__ import annotations

from typing import Any

from functions.payments.admin_api import admin_api
from functions.payments.api import api
from functions.payments.consumers import consume
from functions.payments.sweep_unfinished import sweep
from functions.shared.api import make_app

app = make_app("payments", api, admin_api)


def process_webhooks(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return consume(event)


def sweep_payments(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    return {"due": sweep()}
