"""Folds: what the event items (and journals) of one thing add up to, and what is stored of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from functions.aftersales.model.case import Case
from functions.aftersales.store.case_changes import CaseChange, change_of, folded
from functions.aftersales.store.cases import get_case
from functions.aftersales.store.records import CaseChangeRecord, CaseRecord
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.records import ACCOUNT_SK
from functions.orders.model.states import CancelReason
from functions.orders.store.records import ORDER_SK, OrderRecord
from functions.orders.store.shipments import parcels_of
from functions.promotions.model.uses import Uses
from functions.promotions.store.records import FUNDS_SK, UsedRecord
from functions.promotions.store.used_records import REDEEMED, RETURNED
from functions.shared.events.envelope import Envelope
from functions.shared.plain.bodies import as_json, load
from infra.restore import then
from infra.restore.then import State
from proofs.shop.engine import every_item
from proofs.shop.offers import OFTEN


def events() -> list[Envelope]:
    """Of all tables, as they happened."""
    return then.ordered(load(Envelope, item["body"]["S"]) for _, item in every_item() if item.get("kind", {}).get("S") == "event")


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


def stored_told_cases() -> dict[str, State]:
    return {one.id: _case(one) for one in _every_case()}


def _case(case: Case) -> State:
    lines = {one.line_id: [one.quantity, {grade.value: pieces for grade, pieces in one.received.items()}] for one in case.lines}
    names = ("order_id", "currency", "replacement")
    kept = {name: getattr(case, name) for name in names} | {"kind": case.kind.value, "status": case.state.value, "amount": case.amount_due}
    return kept | {"because": case.ended_because, "lines": lines}


def stock(_: Iterable[Envelope]) -> dict[str, State]:
    journal = (item for table, item in every_item() if table == "stock" and item.get("kind") == {"S": "journal"})
    return then.stock(json.loads(item["body"]["S"]) for item in journal)


def stored_stock() -> dict[str, State]:
    rows = [item for table, item in every_item() if table == "stock" and item.get("kind") == {"S": "stock"}]
    return {one["pk"]["S"].partition("#")[2]: {name: int(one[name]["N"]) for name in ("available", "reserved")} for one in rows}


def stored_coupons() -> dict[str, State]:
    found = {}
    for record in UsedRecord.scan(UsedRecord.kind == "used"):
        uses = load(Uses, record.body)
        order = OrderRecord.get(f"ORD#{uses.order_id}", ORDER_SK)
        # What went back whole gives back those coupons alone that are meant to come back then.
        by_refund = record.state == RETURNED and order.cancel_reason in (None, CancelReason.REFUNDED)
        for coupon_id, of_it in uses.by_coupon():
            stays = by_refund and not any(one.return_on_refund for one in of_it)
            amount = sum(one.amount for one in of_it)
            found[f"{uses.order_id} {coupon_id}"] = {"status": REDEEMED if stays else record.state, "amount": amount}
    return found


def stored_limits() -> dict[str, State]:
    funds = [item for table, item in every_item() if table == "promotions" and item["sk"]["S"] == FUNDS_SK and "uses_left" in item]
    used = {item["pk"]["S"].partition("#")[2]: OFTEN - int(item["uses_left"]["N"]) for item in funds}
    return {coupon: {"used": count} for coupon, count in used.items() if count}


def stored_points() -> dict[str, State]:
    items = [item for table, item in every_item() if table == "loyalty" and item["sk"]["S"] == ACCOUNT_SK]
    accounts = [account_of(item["pk"]["S"].partition("#")[2]) for item in items]
    return {one.customer_id: {"pending": one.pending, "usable": one.held - one.debt} for one in accounts}


FOLDS: dict[str, tuple[Callable[[Iterable[Envelope]], dict[str, State]], Callable[[], dict[str, State]]]] = {
    "orders": (then.orders, stored_orders),
    "cases": (cases, stored_cases),
    "cases as told": (then.cases, stored_told_cases),
    then.STOCK: (stock, stored_stock),
    "coupons of orders": (then.coupons, stored_coupons),
    "limits of coupons": (then.limits, stored_limits),
    "points accounts": (then.points, stored_points),
}


def unlike(but: Sequence[str] = ()) -> list[str]:
    """What is stored otherwise than its events and journals add up to. `but`: folds that are left out."""
    told, wrong = events(), list[str]()
    for name, (fold, stored) in FOLDS.items():
        if name in but:
            continue
        ours, theirs = fold(told), stored()
        wrong += [f"{name} {key}: folded {ours.get(key)}, stored {theirs[key]}" for key in theirs if ours.get(key) != theirs[key]]
    return wrong
