"""Entry points of the notifications domain."""

from __future__ import annotations

from typing import Any

from functions.notifications import consumers
from functions.notifications.sent.admin_api import admin_api
from functions.shared.http.app import make_app
from functions.shared.outside.time_left import in_time

app = make_app("notifications", admin_api)


@in_time
def notify(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `notifications`: order.*"""
    return consumers.notify(event)
