"""Folds: what the event items (and journals) of one thing add up to, and what is stored of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from functions.aftersales.store.cases import get_case
from functions.aftersales.store.records import CaseRecord
from functions.orders.store.records import OrderRecord
from functions.orders.store.shipments import parcels_of
from functions.shared.events.envelope import Envelope
from functions.shared.plain.bodies import load
from functions.stock.model.stock import JournalEntry
from proofs.shop.engine import every_item

State = dict[str, Any]
_ORDER = {
    "order.placed": "pending_payment",
    "order.paid": "paid",
    "order.fulfilling": "fulfilling",
    "order.shipped": "shipped",
    "order.delivered": "delivered",
    "order.completed": "completed",
    "order.cancelled": "cancelled",
}
_CASE = {
    "return.requested": "requested",
    "return.approved": "approved",
    "return.rejected": "rejected",
    "return.sent": "in_transit",
    "return.inspected": "inspected",
    "return.refunded": "refunded",
    "return.cancelled": "cancelled",
}


def events() -> list[Envelope]:
    """Of all tables, as they happened."""
    found = [load(Envelope, item["body"]["S"]) for _, item in every_item() if item.get("kind", {}).get("S") == "event"]
    return sorted(found, key=lambda one: (one.occurred_at, one.id))


def orders(told: Iterable[Envelope]) -> dict[str, State]:
    """Each order's state, money and parcels."""
    found: dict[str, State] = {}
    for event in told:
        if event.type == "order.placed":
            found[event.subject] = {"status": "", "paid": False, "back": 0, "parcels": [], "total": event.data["order"]["total"]}
        if (state := found.get(event.data.get("order_id") or event.subject)) is None:
            continue
        state["status"] = _ORDER.get(event.type, state["status"])
        if event.type == "order.paid":
            state["paid"] = True
        elif event.type in ("order.refunded", "order.refund_failed"):
            state["back"] = event.data["total_refunded"]
        elif event.type == "shipment.created":
            state["parcels"].append(event.data["waybill"])
    return found


def stored_orders() -> dict[str, State]:
    found = {}
    for record in OrderRecord.scan(OrderRecord.kind == "order"):
        parcels = parcels_of(record.pk.partition("#")[2])
        paid = record.paid_at is not None
        waybills = [one.waybill for one in parcels.shipments if one.waybill]
        back, total = parcels.money.refunded, parcels.order.totals.total
        found[parcels.order.id] = {"status": record.status, "paid": paid, "back": back, "parcels": waybills, "total": total}
    return found


def cases(told: Iterable[Envelope]) -> dict[str, State]:
    found: dict[str, State] = {}
    for event in told:
        if event.type in _CASE:
            found[event.subject] = {"status": _CASE[event.type]}
    return found


def stored_cases() -> dict[str, State]:
    found = [get_case(record.pk.partition("#")[2]) for record in CaseRecord.scan(CaseRecord.kind == "case")]
    return {case.id: {"status": case.state} for case in found}


def stock(_: Iterable[Envelope]) -> dict[str, State]:
    """Stock has a journal, an entry for each move."""
    sums: dict[str, State] = defaultdict(lambda: {"available": 0, "reserved": 0})
    for table, item in every_item():
        if table == "stock" and item["kind"]["S"] == "journal":
            for line in load(JournalEntry, item["body"]["S"]).lines:
                sums[line.variant_id]["available"] += line.available
                sums[line.variant_id]["reserved"] += line.reserved
    return dict(sums)


def stored_stock() -> dict[str, State]:
    rows = [item for table, item in every_item() if table == "stock" and item["kind"]["S"] == "stock"]
    return {one["pk"]["S"].partition("#")[2]: {name: int(one[name]["N"]) for name in ("available", "reserved")} for one in rows}


FOLDS: dict[str, tuple[Callable[[Iterable[Envelope]], dict[str, State]], Callable[[], dict[str, State]]]] = {
    "orders": (orders, stored_orders),
    "cases": (cases, stored_cases),
    "stock items": (stock, stored_stock),
}
