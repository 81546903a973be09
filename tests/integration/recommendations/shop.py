"""Orders and visits in the lake, a night, and who asks."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from functions.recommendations.app import app, recommend_nightly
from functions.reports.app import lake_hourly
from functions.reports.events.take_in import spool
from functions.reports.lake.behaviour import Origin
from functions.reports.model.lake_row import Row, Told, hour_of
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from tests.integration.catalog.support import published
from tests.integration.reports.lake.visits import NOON
from tests.support.http import Answer, Client

_numbers = itertools.count(1)


def products(count: int) -> list[str]:
    return [str(published()["id"]) for _ in range(count)]


def tell_order(names: list[str], *, days_ago: float = 3, customer: str = "", cancelled: bool = False, order_id: str = "") -> str:
    """Paid, and if so cancelled, as the lake hears it."""
    order_id = order_id or f"ord_{next(_numbers)}"
    at = times.iso(NOON - timedelta(days=days_ago))
    told = Told(fresh.new_id("evt"), "order.paid", at, times.iso(clock.now()), "b", 0)
    rows = [told.row(subject=customer, order_id=order_id)]
    rows += [told.row("line.paid", str(place), order_id=order_id, product_id=name, quantity=1) for place, name in enumerate(names)]
    if cancelled:
        rows.append(Told(fresh.new_id("evt"), "order.cancelled", at, times.iso(clock.now()), "b", 0).row(order_id=order_id))
    _land(rows)
    return order_id


def _land(rows: list[Row]) -> None:
    now = clock.now()
    spool(hour_of(now), Origin(times.iso(now), fresh.new_id("bat"), "", False, True), rows, rows)


def night(at: datetime | None = None) -> None:
    with clock.frozen(at or clock.now()):
        lake_hourly({}, None)
        recommend_nightly({}, None)


def client(headers: dict[str, str] | None = None) -> Client:
    return Client(app, headers or {})


def ids_of(answer: Answer) -> list[str]:
    return [row["product"]["id"] for row in rows_of(answer)]


def reasons_of(answer: Answer) -> list[str]:
    return [row["reason"] for row in rows_of(answer)]


def rows_of(answer: Answer) -> Any:
    assert answer.status == 200, answer.text
    return answer.json["data"]
