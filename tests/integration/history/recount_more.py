"""Best sellers, buyers, coupons and campaigns a second time, in plain Python, from orders and refunds alone."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord, OrdersTable


@dataclass
class Sold:
    """A paid order: the day it was paid, and of each line how many pieces came back on which day; what is left of its money."""

    order: Any
    day: date
    back: list[tuple[date, str, int]]
    left: int


def day_of(at: str, zone: str) -> date:
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).date()


def all_sold() -> Iterator[Sold]:
    refunds = defaultdict[str, list[dict[str, Any]]](list)
    for item in OrdersTable.scan(OrdersTable.kind == "refund"):
        refunds[item.pk].append(json.loads(item.body or "{}"))
    for record in OrderRecord.scan(OrderRecord.kind == "order"):
        if not record.paid_at:
            continue
        order = order_of(record)
        zone, products = order.timezone, {line.line_id: line.product_id for line in order.lines}
        pieces, left, back = {line.line_id: line.quantity for line in order.lines}, order.totals.total, list[tuple[date, str, int]]()
        for one in sorted(refunds[record.pk], key=lambda refund: str(refund["settled_at"])):
            if one["state"] != "succeeded" or (record.cancelled_at and record.cancelled_at < one["settled_at"]):
                continue
            left -= one["amount"]
            for part in one["lines"]:
                gone = min(part["quantity"], pieces[part["line_id"]])
                pieces[part["line_id"]] -= gone
                back.append((day_of(one["settled_at"], zone), products[part["line_id"]], gone))
        if record.cancelled_at:
            left = 0
            back += [(day_of(record.cancelled_at, zone), products[line], many) for line, many in pieces.items()]
        yield Sold(order, day_of(record.paid_at, zone), back, left)


def best_sellers(first: date, last: date) -> dict[str, int]:
    found = Counter[str]()
    for one in all_sold():
        if first <= one.day <= last:
            for line in one.order.lines:
                found[line.product_id] += line.quantity
        for day, product, many in one.back:
            found[product] -= many if first <= day <= last else 0
    return {product: many for product, many in found.items() if many}


def buyers_by_scores(currency: str) -> dict[str, tuple[int, int, int]]:
    """By recency and value how many buyers, orders and how much money: fifths, by how many are worse."""
    days, orders, net = dict[str, date](), Counter[str](), Counter[str]()
    for one in all_sold():
        who = one.order.customer_id
        if who and one.order.currency == currency and one.left > 0:
            days[who] = max(days.get(who, one.day), one.day)
            orders[who] += 1
            net[who] += one.left

    def score(of: dict[str, Any], who: str) -> int:
        worse = [other for other in of.values() if other < of[who]]
        return 1 + 5 * len(worse) // len(of)

    found: dict[str, tuple[int, int, int]] = {}
    for who in days:
        value = -(-(score(orders, who) + score(net, who)) // 2)
        name = f"{score(days, who)}-{value}"
        many, some, much = found.get(name, (0, 0, 0))
        found[name] = many + 1, some + orders[who], much + net[who]
    return found


def orders_with(kind: str, currency: str) -> dict[str | None, tuple[int, int, int]]:
    """By coupon or campaign (None: with none) how many orders have it, how many pieces, and what coupons took."""
    found: dict[str | None, tuple[int, int, int]] = {}
    for one in all_sold():
        if one.order.currency != currency:
            continue
        uses = {getattr(use, f"{kind}_id"): use.amount for use in getattr(one.order, f"{kind}s")}
        for name in uses or (None,):
            many, pieces, off = found.get(name, (0, 0, 0))
            took = sum(use.amount for use in one.order.coupons)
            found[name] = many + 1, pieces + sum(line.quantity for line in one.order.lines), off + took
    return found


def windows_of(
    kind: str, currency: str, shop: Mapping[tuple[str, str], Mapping[str, int]], today: date
) -> dict[str, dict[str, tuple[str, str, int, int] | None]]:
    """I14: by coupon or campaign the days on which it worked, and as many before and after: orders and net of the whole shop (`shop`: by
    day and currency)."""
    worked = defaultdict[str, list[date]](list)
    for one in all_sold():
        if one.order.currency == currency:
            for use in getattr(one.order, f"{kind}s"):
                worked[getattr(use, f"{kind}_id")].append(one.day)

    def window(first: date, many: int) -> tuple[str, str, int, int]:
        days = [(first + timedelta(days=number)).isoformat() for number in range(many)]
        sums = [shop.get((day, currency), {}) for day in days]
        return days[0], days[-1], sum(one.get("orders", 0) for one in sums), sum(one.get("net", 0) for one in sums)

    found: dict[str, dict[str, tuple[str, str, int, int] | None]] = {}
    for key, days in worked.items():
        first, many = min(days), (max(days) - min(days)).days + 1
        after = first + timedelta(days=many)
        is_over = after + timedelta(days=many - 1) < today
        later = window(after, many) if is_over else None
        found[key] = {"before": window(first - timedelta(days=many), many), "during": window(first, many), "after": later}
    return found
