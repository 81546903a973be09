"""Entry points of the order's page: opened by buyers on their phones, so it starts with little beside what the page needs."""

from __future__ import annotations

from typing import Any

from functions.orders.pages import consumers
from functions.orders.pages.api import page_api
from functions.orders.pages.lookup_api import lookup_api
from functions.shared.http.app import make_app
from functions.shared.outside.time_left import in_time

app = make_app("order-page", page_api, lookup_api)


@in_time
def answer_lookups(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `order-lookups`: who asked for a lost link."""
    return consumers.answer_lookups(event)
