"""Folds: what the event items (and journals) of one thing add up to, and what is stored of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from functions.aftersales.model.case import Case
from functions.aftersales.store.case_changes import CaseChange, change_of, folded
from functions.aftersales.store.cases import get_case
from functions.aftersales.store.records import CaseChangeRecord, CaseRecord
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.records import ACCOUNT_SK
from functions.orders.store.records import OrderRecord
from functions.orders.store.shipments import parcels_of
from functions.promotions.model.uses import Uses
from functions.promotions.store.records import FUNDS_SK, UsedRecord
from functions.shared.events.envelope import Envelope
from functions.shared.plain.bodies import as_json, load
from functions.stock.model.stock import JournalEntry
from proofs.rebuild.offers import OFTEN
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
_CASE = (
    "return.requested",
    "return.approved",
    "return.rejected",
    "return.sent",
    "return.inspected",
    "return.refunded",
    "return.cancelled",
)

_COUPON = {"coupon.reserved": "reserved", "coupon.redeemed": "redeemed", "coupon.returned": "returned"}
_STEPS = {name: place for steps in (_ORDER, _CASE, _COUPON) for place, name in enumerate(steps)}


def events() -> list[Envelope]:
    """Of all tables, as they happened. What happened in one millisecond is in the order of the life that it is of."""
    found = [load(Envelope, item["body"]["S"]) for _, item in every_item() if item.get("kind", {}).get("S") == "event"]
    return sorted(found, key=lambda one: (one.occurred_at, _STEPS.get(one.type, 0), one.id))


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


def cases(_: Iterable[Envelope]) -> dict[str, State]:
    """All of each case, what people wrote among it: each of its writes keeps what it changed."""
    changes: dict[str, list[CaseChange]] = defaultdict(list)
    for table, item in every_item():
        if table == "aftersales" and item.get("kind") == {"S": "case_change"}:
            change = change_of(CaseChangeRecord(pk=item["pk"]["S"], sk=item["sk"]["S"], body=item["body"]["S"]))
            changes[change.case_id].append(change)
    found = {case_id: folded(sorted(entries, key=lambda one: one.version)) for case_id, entries in changes.items()}
    return {case_id: _json(case) for case_id, case in found.items() if case is not None}


def stored_cases() -> dict[str, State]:
    return {one.id: _json(one) for one in _every_case()}


def _json(case: Case) -> State:
    shown: State = as_json(case)
    return shown


def _every_case() -> list[Case]:
    return [get_case(it.pk.partition("#")[2]) for it in CaseRecord.scan(CaseRecord.kind == "case")]


def told_cases(told: Iterable[Envelope]) -> dict[str, State]:
    """Each case as its newest event tells it: state, money, pieces by line, and what came of them."""
    found: dict[str, State] = {}
    for event in told:
        if "return_id" in event.data and "amount" in event.data:
            lines = {one["line_id"]: [one["quantity"], one["grades"]] for one in event.data["lines"]}
            names = ("order_id", "kind", "status", "amount", "currency", "because", "replacement")
            found[event.data["return_id"]] = {name: event.data[name] for name in names} | {"lines": lines}
    return found


def stored_told_cases() -> dict[str, State]:
    return {one.id: _case(one) for one in _every_case()}


def _case(case: Case) -> State:
    lines = {one.line_id: [one.quantity, {grade.value: pieces for grade, pieces in one.received.items()}] for one in case.lines}
    names = ("order_id", "currency", "replacement")
    kept = {name: getattr(case, name) for name in names} | {"kind": case.kind.value, "status": case.state.value, "amount": case.amount_due}
    return kept | {"because": case.ended_because, "lines": lines}


def stock(_: Iterable[Envelope]) -> dict[str, State]:
    """Stock has a journal, an entry for each move."""
    sums: dict[str, State] = defaultdict(lambda: {"available": 0, "reserved": 0})
    for table, item in every_item():
        if table == "stock" and item.get("kind") == {"S": "journal"}:
            for line in load(JournalEntry, item["body"]["S"]).lines:
                sums[line.variant_id]["available"] += line.available
                sums[line.variant_id]["reserved"] += line.reserved
    return dict(sums)


def stored_stock() -> dict[str, State]:
    rows = [item for table, item in every_item() if table == "stock" and item.get("kind") == {"S": "stock"}]
    return {one["pk"]["S"].partition("#")[2]: {name: int(one[name]["N"]) for name in ("available", "reserved")} for one in rows}


def coupons(told: Iterable[Envelope]) -> dict[str, State]:
    """What became of each coupon that an order used."""
    found: dict[str, State] = {}
    for event in told:
        if event.type in _COUPON:
            found[f"{event.data['order_id']} {event.data['coupon_id']}"] = {"status": _COUPON[event.type], "amount": event.data["amount"]}
    return found


def stored_coupons() -> dict[str, State]:
    found = {}
    for record in UsedRecord.scan(UsedRecord.kind == "used"):
        uses = load(Uses, record.body)
        for coupon_id, of_it in uses.by_coupon():
            found[f"{uses.order_id} {coupon_id}"] = {"status": record.state, "amount": sum(one.amount for one in of_it)}
    return found


def limits(told: Iterable[Envelope]) -> dict[str, State]:
    """How often a coupon may still be used: a counter that only uses and returns move."""
    used = Counter(key.partition(" ")[2] for key, one in coupons(told).items() if one["status"] != "returned")
    return {coupon: {"used": count} for coupon, count in used.items()}


def stored_limits() -> dict[str, State]:
    funds = [item for table, item in every_item() if table == "promotions" and item["sk"]["S"] == FUNDS_SK and "uses_left" in item]
    used = {item["pk"]["S"].partition("#")[2]: OFTEN - int(item["uses_left"]["N"]) for item in funds}
    return {coupon: {"used": count} for coupon, count in used.items() if count}


def points(told: Iterable[Envelope]) -> dict[str, State]:
    """The books of each customer: what every move took from one and put into another."""
    found: dict[str, State] = defaultdict(lambda: {"pending": 0, "usable": 0})
    for event in told:
        if event.type.startswith("points.") and "source" in event.data:
            for book, sign in (("source", -1), ("target", 1)):
                if event.data[book] in ("pending", "usable"):
                    found[event.data["customer_id"]][event.data[book]] += sign * event.data["points"]
    return dict(found)


def stored_points() -> dict[str, State]:
    items = [item for table, item in every_item() if table == "loyalty" and item["sk"]["S"] == ACCOUNT_SK]
    accounts = [account_of(item["pk"]["S"].partition("#")[2]) for item in items]
    return {one.customer_id: {"pending": one.pending, "usable": one.held - one.debt} for one in accounts}


FOLDS: dict[str, tuple[Callable[[Iterable[Envelope]], dict[str, State]], Callable[[], dict[str, State]]]] = {
    "orders": (orders, stored_orders),
    "cases": (cases, stored_cases),
    "cases as told": (told_cases, stored_told_cases),
    "stock items": (stock, stored_stock),
    "coupons of orders": (coupons, stored_coupons),
    "limits of coupons": (limits, stored_limits),
    "points accounts": (points, stored_points),
}
