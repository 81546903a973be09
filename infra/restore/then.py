"""What orders, cases, stock, coupons and points were at a moment, by the event items and journal entries up to then.

A backup is of its own moment. Beside what it brings back this says, for any second after it, what people have to bring each of them to.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from functions.shared.events.envelope import Envelope
from functions.shared.plain.bodies import load
from infra.restore.sets import TableSet

State = dict[str, Any]
States = dict[str, dict[str, State]]
"""By what it is (a name of `FOLDS`, or `STOCK`), then by its id."""
Item = Mapping[str, Any]

STOCK = "stock items"
TABLES = ("orders", "aftersales", "promotions", "loyalty", "stock")
_ORDER = {
    "order.placed": "pending_payment",
    "order.paid": "paid",
    "order.released": "fulfilling",
    "order.fulfilling": "fulfilling",
    "order.shipped": "shipped",
    "order.delivered": "delivered",
    "order.completed": "completed",
    "order.cancelled": "cancelled",
}
_STATES = ["", *dict.fromkeys(_ORDER.values())]
_CASE = tuple(
    f"return.{step}"
    for step in (
        *("requested", "counter_offered", "offer_declined", "escalated", "ruled", "approved", "rejected", "withdrawn", "label_ready"),
        *("sent", "taken_in", "diagnosed", "quoted", "quote_paid", "repaired", "unrepaired", "inspected", "exchanged", "exchange_undone"),
        *("sent_back", "reshipped", "refunded", "cancelled", "closed"),
    )
)
_COUPON = {"coupon.reserved": "reserved", "coupon.redeemed": "redeemed", "coupon.returned": "returned"}
_STEPS = {name: place for steps in (_ORDER, _CASE, _COUPON) for place, name in enumerate(steps)}
_ELSE = 0.5
"""What has no place in a life comes after its first step."""


def items_of(dynamodb: Any, tables: TableSet) -> Iterator[Item]:
    """Every event and journal entry. Reads the tables whole."""
    kinds = {":event": {"S": "event"}, ":journal": {"S": "journal"}}
    for table in TABLES:
        pages = dynamodb.get_paginator("scan").paginate(
            TableName=tables.name(table), FilterExpression="kind IN (:event, :journal)", ExpressionAttributeValues=kinds
        )
        for page in pages:
            yield from page["Items"]


def states(items: Iterable[Item], until: str = "") -> States:
    """`until`: a moment as events have it, and that moment too; without it all of them."""
    told, entries = list[Envelope](), list[State]()
    for item in items:
        if item["kind"]["S"] == "journal":
            entries.append(json.loads(item["body"]["S"]))
        else:
            told.append(load(Envelope, item["body"]["S"]))
    events = ordered(one for one in told if not until or one.occurred_at <= until)
    found = {name: fold(events) for name, fold in FOLDS.items()}
    return found | {STOCK: stock(one for one in entries if not until or one["at"] <= until)}


def differing(then: States, restored: States) -> Iterator[State]:
    """What was otherwise then than what is restored, a line each; `restored` is null where the backup does not have it."""
    for what, of_them in then.items():
        for key, state in sorted(of_them.items()):
            if (known := restored.get(what, {}).get(key)) != state:
                yield {"what": what, "id": key, "then": state, "restored": known}


def ordered(told: Iterable[Envelope]) -> list[Envelope]:
    """As they happened. Of one millisecond: in the order of the life that they are of, refunds by what is back with each."""
    return sorted(told, key=lambda one: (one.occurred_at, _STEPS.get(one.type, _ELSE), one.data.get("total_refunded", 0), one.id))


def orders(told: Iterable[Envelope]) -> dict[str, State]:
    """Each order's state, money and parcels."""
    found: dict[str, State] = {}
    for event in told:
        if event.type == "order.placed":
            found[event.subject] = {"status": "", "paid": False, "back": 0, "parcels": [], "total": event.data["order"]["total"]}
        if (state := found.get(event.data.get("order_id") or event.subject)) is None:
            continue
        # Farther, never back: what is held is paid when its goods have left, or later.
        state["status"] = max(state["status"], _ORDER.get(event.type, ""), key=_STATES.index)
        if event.type == "order.paid":
            state["paid"] = True
        elif event.type == "order.amended":
            state["total"] = event.data["order"]["total"]
        elif event.type in ("order.refunded", "order.refund_failed"):
            state["back"] = event.data["total_refunded"]
        elif event.type == "shipment.created":
            state["parcels"].append(event.data["waybill"])
    return found


def cases(told: Iterable[Envelope]) -> dict[str, State]:
    """Each case as its newest event tells it: state, money, pieces by line, and what came of them."""
    found: dict[str, State] = {}
    for event in told:
        if "return_id" in event.data and "amount" in event.data:
            lines = {one["line_id"]: [one["quantity"], one["grades"]] for one in event.data["lines"]}
            names = ("order_id", "kind", "status", "amount", "currency", "because", "replacement")
            found[event.data["return_id"]] = {name: event.data[name] for name in names} | {"lines": lines}
    return found


def coupons(told: Iterable[Envelope]) -> dict[str, State]:
    """What became of each coupon that an order used."""
    found: dict[str, State] = {}
    for event in told:
        if event.type in _COUPON:
            found[f"{event.data['order_id']} {event.data['coupon_id']}"] = {"status": _COUPON[event.type], "amount": event.data["amount"]}
    return found


def limits(told: Iterable[Envelope]) -> dict[str, State]:
    """How often a coupon was used: a counter that only uses and returns move."""
    used = Counter(key.partition(" ")[2] for key, one in coupons(told).items() if one["status"] != "returned")
    return {coupon: {"used": count} for coupon, count in used.items()}


def points(told: Iterable[Envelope]) -> dict[str, State]:
    """The books of each customer: what every move took from one and put into another."""
    found: dict[str, State] = defaultdict(lambda: {"pending": 0, "usable": 0})
    for event in told:
        if event.type.startswith("points.") and "source" in event.data:
            for book, sign in (("source", -1), ("target", 1)):
                if event.data[book] in ("pending", "usable"):
                    found[event.data["customer_id"]][event.data[book]] += sign * event.data["points"]
    return dict(found)


def stock(entries: Iterable[State]) -> dict[str, State]:
    """Stock has a journal, an entry for each move."""
    sums: dict[str, State] = defaultdict(lambda: {"available": 0, "reserved": 0})
    for entry in entries:
        for line in entry["lines"]:
            for name in ("available", "reserved"):
                sums[line["variant_id"]][name] += line[name]
    return dict(sums)


FOLDS: dict[str, Callable[[Iterable[Envelope]], dict[str, State]]] = {
    "orders": orders,
    "cases as told": cases,
    "coupons of orders": coupons,
    "limits of coupons": limits,
    "points accounts": points,
}
