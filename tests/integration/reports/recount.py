"""The figures a second time, in plain Python, from the tables of orders: no code of the reports is asked."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord, OrdersTable


def _day(at: str, zone: str) -> str:
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).date().isoformat()


def _orders() -> Iterator[tuple[Any, Any, list[dict[str, Any]], list[dict[str, Any]]]]:
    """With its refunds and its amendments."""
    beside: dict[str, dict[str, list[dict[str, Any]]]] = {"refund": defaultdict(list), "amendment": defaultdict(list)}
    for kind, found in beside.items():
        for item in OrdersTable.scan(OrdersTable.kind == kind):
            found[item.pk].append(json.loads(item.body or "{}"))
    for record in OrderRecord.scan(OrderRecord.kind == "order"):
        yield record, order_of(record), beside["refund"][record.pk], beside["amendment"][record.pk]


def _moves() -> Iterator[tuple[str, str, str, str, dict[str, int]]]:
    """(day, currency, channel, category of the line or "", what moved)"""
    for record, order, refunds, amendments in _orders():
        if not record.paid_at:
            continue

        def told(at: str, category: str, order: Any = order, **sums: int) -> tuple[str, str, str, str, dict[str, int]]:
            return _day(at, order.timezone), order.currency, order.channel, category, sums

        included: Counter[str | None] = Counter()
        for part in order.parts:
            if part.kind in ("tax", "tax_included"):
                included[part.line_id] += part.amount
        for one in amendments:
            # Its lines are what they are now: the difference counts when it was decided, and not when it was sold.
            if one["state"] == "applied" and one["at"] > record.paid_at:
                more = one["total_after"] - one["total_before"]
                units = sum(line["after"] - line["before"] for line in one["lines"])
                yield told(record.paid_at, "", net=-more, revenue=-more, units=-units)
                yield told(one["at"], "", net=more, revenue=more, units=units)
        left, tax_left = {}, {}
        for line in order.lines:
            tax = included[line.line_id]
            yield told(record.paid_at, line.category_id or "", net=line.total, revenue=line.total, units=line.quantity, tax_net=tax)
            left[line.line_id], tax_left[line.line_id] = line.total, tax
        rest = order.totals.total - sum(line.total for line in order.lines)
        yield told(record.paid_at, "", net=rest, revenue=rest, orders=1, tax_net=included[None])
        left[""], tax_left[""] = rest, included[None]
        categories = {line.line_id: line.category_id or "" for line in order.lines}
        settled = sorted(
            (one for one in refunds if one["state"] in ("succeeded", "returned") and not one["amends"]), key=lambda r: str(r["settled_at"])
        )
        for one in settled:
            if one["state"] == "returned":
                continue
            at, counts = str(one["settled_at"]), not (record.cancelled_at and record.cancelled_at < str(one["settled_at"]))
            for part in one["lines"]:
                gone, tax = (part["amount"], part["tax"] + part["tax_included"]) if counts else (0, 0)
                left[part["line_id"]] -= gone
                tax_left[part["line_id"]] -= tax
                yield told(at, categories[part["line_id"]], net=-gone, refunds=part["amount"], tax_net=-tax)
            whole = one["shipping"] + one["other"]
            # Here a delivery goes back as a whole, or not at all.
            tax = included[None] if one["shipping"] and counts else 0
            left[""] -= whole if counts else 0
            tax_left[""] -= tax
            yield told(at, "", net=-whole if counts else 0, refunds=whole, tax_net=-tax)
        if record.cancelled_at:
            for line_id, amount in left.items():
                yield told(record.cancelled_at, categories.get(line_id, ""), net=-amount, tax_net=-tax_left[line_id])
            yield told(record.cancelled_at, "", cancelled_orders=1, cancelled=order.totals.total)


def by_day() -> dict[tuple[str, str], dict[str, int]]:
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for day, currency, _, _, moved in _moves():
        _add(sums.setdefault((day, currency), {}), moved)
    return sums


def by_key(number: int) -> dict[tuple[str, str, str], dict[str, int]]:
    """By day, currency and channel (2) or category (3)."""
    sums: dict[tuple[str, str, str], dict[str, int]] = {}
    for move in _moves():
        _add(sums.setdefault((move[0], move[1], str(move[number])), {}), move[4])
    return sums


def _add(into: dict[str, int], moved: dict[str, int]) -> None:
    for name, amount in moved.items():
        into[name] = into.get(name, 0) + amount
