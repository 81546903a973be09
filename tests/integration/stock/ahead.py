"""Selling ahead in tests: terms that staff set, arrivals as the stream tells them, and what must be true of the pieces at any time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.orders.app import plan_orders
from functions.shared.outside import clock
from functions.stock.store.records import OWED, STOCK_SK, OwedRecord, StockRecord, variant_pk
from tests.integration.catalog.support import staff
from tests.integration.stock.projected import projected
from tests.support.events import events_in, sqs_of_events


def day(days: int) -> str:
    return f"{clock.now() + timedelta(days=days):%Y-%m-%d}"


def sold_ahead(variant: str, limit: int, mode: str = "backorder", **more: Any) -> Any:
    body = {"mode": mode, "limit": limit, "promised_on": day(30)} | ({"until": day(20)} if mode == "preorder" else {}) | more
    answer = staff().put(f"/v1/admin/stock/{variant}/ahead", body)
    assert answer.status == 200, answer.text
    return answer.json


def counters(variant: str) -> StockRecord:
    return StockRecord.get(variant_pk(variant), STOCK_SK)


def told(variant: str, times: int = 2) -> None:
    """The stream brings the counters as they are, more than once."""
    for _ in range(times):
        projected({"NewImage": counters(variant).to_dynamodb_dict()})


def arrives(variant: str, pieces: int) -> None:
    answer = staff().post(f"/v1/admin/stock/{variant}/adjust", {"delta": pieces, "reason": "goods received"})
    assert answer.status == 200, answer.text
    told(variant)


def queue(variant: str) -> list[tuple[str, int]]:
    """(order, pieces), oldest first, of those that still wait."""
    rows = OwedRecord.query(variant_pk(variant), OwedRecord.sk.startswith(OWED), consistent_read=True)
    return [(row.order_id, int(row.pieces)) for row in rows if row.pieces]


def owed(variant: str) -> int:
    return int(counters(variant).owed or 0)


def followed() -> None:
    """What the planner's queue brings of stock that arrived."""
    assert plan_orders(sqs_of_events(events_in(StockRecord, "stock.wait_ended")), None) == {"batchItemFailures": []}


def sound(variant: str, limit: int) -> None:
    """The queue adds up to what is owed, within the limit; and nobody was sold what is neither there nor owed."""
    record = counters(variant)
    assert sum(pieces for _, pieces in queue(variant)) == int(record.owed or 0) <= limit
    assert int(record.available) + int(record.owed or 0) >= 0
