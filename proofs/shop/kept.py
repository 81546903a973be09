"""What adds up beyond orders, ledger and journal: shelves, what is owed to whoever bought ahead, cards and credit, groups. Of the shop in
this process: it is asked as its own nightly checks ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from functions.loyalty.model.stored import Stored, ValueBook
from functions.loyalty.store.owed import differences as owed_otherwise
from functions.loyalty.store.records import ValueMoveRecord, ValueRecord
from functions.loyalty.store.values import ValueMove
from functions.orders.model.states import Status
from functions.orders.store.records import OrderRecord
from functions.orders.store.shipments import Parcels, parcels_of
from functions.payments.model.refund import Refund
from functions.promotions.model.group_buy import Group, GroupState
from functions.promotions.store.records import PromotionsTable
from functions.shared.plain.bodies import load
from functions.stock.model.stock import Movement
from functions.stock.model.stock_sums import differences
from functions.stock.store.ahead import queued_of
from functions.stock.store.read_counters import counters
from functions.stock.store.records import MOVEMENT, MovementRecord, StockRecord, variant_pk

_BY_VALUE = ("gift_card", "store_credit")


def every_order() -> list[Parcels]:
    return [parcels_of(one.pk.partition("#")[2]) for one in OrderRecord.scan(OrderRecord.kind == "order")]


def of_shelves(orders: Iterable[Parcels]) -> list[str]:
    """Movements add up to counters and shelves, queues to what is owed, and what lies in no parcel is what orders wait for."""
    wrong, waiting = list[str](), Counter[str]()
    for parcels in orders:
        lines = {line.line_id: line.variant_id for line in parcels.order.lines}
        sold = parcels.holding.is_committed and not parcels.holding.is_over
        for line_id, count in parcels.remaining().items() if sold else ():
            waiting[lines[line_id]] += count
    for record in StockRecord.scan(StockRecord.kind == "stock"):
        variant_id = record.pk.partition("#")[2]
        level = counters(variant_id, [])
        found = MovementRecord.query(variant_pk(variant_id), MovementRecord.sk.startswith(MOVEMENT))
        wrong += [str(one) for one in differences(level, [load(Movement, one.body) for one in found], queued_of(variant_id))]
        if level.unallocated != waiting[variant_id]:
            wrong.append(f"{level.unallocated} pieces of {variant_id} are sold and in no parcel, orders wait for {waiting[variant_id]}")
    return wrong


def of_values(orders: Iterable[Parcels], items: Iterable[tuple[str, dict[str, Any]]]) -> list[str]:
    """Moves add up to each card and credit, and these to the sums beside them; what they paid is what orders say, credit given besides."""
    wrong = [f"owed: {one}" for one in owed_otherwise()]
    held, spent = Counter[str](), 0
    for record in ValueMoveRecord.scan(ValueMoveRecord.kind == "value_move"):
        entry = load(ValueMove, record.body).entry
        for book, amount in ((entry.target, entry.amount), (entry.source, -entry.amount)):
            held[record.pk] += amount if book is ValueBook.HELD else 0
            spent += amount if book is ValueBook.SPENT else 0
    for one in ValueRecord.scan(ValueRecord.kind == "stored_value"):
        balance = load(Stored, one.body).balance
        wrong += [] if balance == held[one.pk] else [f"{one.pk} has {balance}, its moves say {held[one.pk]}"]
    payments = [one for parcels in orders for one in parcels.payments if one.provider in _BY_VALUE]
    paid = sum((one.amount or 0) - one.refunded for one in payments) - as_credit(items)
    return wrong if paid == spent else [*wrong, f"cards and credit paid {spent}, orders say {paid}"]


def as_credit(items: Iterable[tuple[str, dict[str, Any]]]) -> int:
    """What went back as credit of money that had come from elsewhere."""
    refunds = (item for table, item in items if table == "payments" and item.get("kind") == {"S": "refund"})
    return sum(one.money.amount for one in (load(Refund, item["body"]["S"]) for item in refunds) if one.to)


def of_groups() -> list[str]:
    """Who is in a full group is not cancelled by it, who is in one that failed has their money back."""
    wrong = []
    for record in PromotionsTable.scan(PromotionsTable.kind == "group"):
        group = load(Group, record.body)
        for parcels in (parcels_of(seat.order_id) for seat in group.seats):
            failed = parcels.status is Status.CANCELLED and parcels.money.refunded == parcels.money.captured
            if group.state is GroupState.FAILED and not failed:
                wrong.append(f"the group of {parcels.order.id} failed, its order is {parcels.status.value}, {parcels.money.status.value}")
        if group.state is GroupState.SUCCEEDED and len(group.seats) != group.size:
            wrong.append(f"{group.id} is full with {len(group.seats)} of {group.size}")
    return wrong
