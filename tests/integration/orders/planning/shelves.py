"""Variants that lie in several warehouses, orders of them, and what must be true of both at any time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from functions.catalog.model.product import Size, Variant
from functions.catalog.store.records import VARIANT_SK, VariantRecord
from functions.orders.app import plan_orders
from functions.orders.model.shipment import off_shelf
from functions.orders.store.order_check import findings
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.shared.plain.bodies import dump, load
from functions.stock import shelves_for
from functions.stock.following.allocate_stock import allocate_sold
from functions.stock.following.put_back import put_back
from functions.stock.model.stock import JournalEntry, Place
from functions.stock.model.warehouse import ServedArea, Warehouse
from functions.stock.store.records import (
    STOCK_SK,
    WAREHOUSES_PK,
    JournalRecord,
    ShelfRecord,
    StockRecord,
    WarehouseRecord,
    shelf_sk,
    variant_pk,
    warehouse_sk,
)
from tests.integration.orders.buyer import a_guest, a_variant, captured
from tests.integration.orders.money_moves import told
from tests.support.events import events_in, sqs_of_events


def a_warehouse(name: str, priority: int = 1, serves: str = "") -> str:
    one = Warehouse(name, {"en": name}, priority, serves=(ServedArea(serves),) if serves else ())
    WarehouseRecord(pk=WAREHOUSES_PK, sk=warehouse_sk(name), kind="warehouse", body=dump(one), version=1).save()
    return name


def lying(*, weight_g: int = 0, **pieces: int) -> str:
    """A variant with so many pieces by warehouse; `w2__A` is bin A of w2."""
    variant = a_variant(stock=0, weight_g=weight_g)
    StockRecord(pk=variant_pk(variant), sk=STOCK_SK, kind="stock", available=sum(pieces.values())).save()
    for name, count in ({name.split("__")[0]: 0 for name in pieces} | pieces).items():
        place = Place(*name.split("__"))
        binned = 0 if place.bin else sum(n for other, n in pieces.items() if other.startswith(f"{name}__"))
        ShelfRecord(pk=variant_pk(variant), sk=shelf_sk(place), kind="shelf", on_hand=count, binned=binned).save()
    return variant


def sized(variant: str, *size_mm: int) -> str:
    record = VariantRecord.get(variant_pk(variant), VARIANT_SK)
    record.update([VariantRecord.body.set(dump(replace(load(Variant, record.body), size_mm=Size(*size_mm))))])
    return variant


def bought(*variants: str, quantity: int = 1, pay: bool = True) -> Any:
    buyer = a_guest()
    for variant in variants:
        assert buyer.add(variant, quantity).status == 201
    placed = buyer.ready().place()
    assert placed.status == 201, placed.text
    if pay:
        told(captured(placed.json, f"pay_{placed.json['id']}"))
    return placed.json


def planned() -> None:
    """What the planner's queue brings for all that was paid so far."""
    kinds = ("order.paid", "order.released", "order.refund_failed")
    assert plan_orders(sqs_of_events(events_in(OrdersTable, *kinds)), None) == {"batchItemFailures": []}


def in_parcels(order: Any) -> list[tuple[str, dict[str, int]]]:
    """(warehouse, pieces by variant) of each parcel that counts."""
    parcels = [one for one in parcels_of(order["id"]).shipments if one.counts]
    found = [(one.warehouse_id, {line.variant_id: line.quantity for line in one.lines}) for one in parcels]
    return sorted(found, key=lambda parcel: (parcel[0], sorted(parcel[1].items())))


def where(variant: str) -> dict[str, int]:
    """Pieces by place; what is not there is left out."""
    shelves = shelves_for([variant]).levels[variant].shelves
    return {"__".join(filter(None, place)): pieces for place, pieces in shelves.items() if pieces}


def sums_hold(variants: list[str], orders: list[Any]) -> None:
    """Shelves = on hand + sold pieces that are in no parcel; and what is off the shelves is in the parcels."""
    waiting: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for order in orders:
        parcels = parcels_of(order["id"])
        assert findings(parcels) == []
        lines = {line.line_id: line.variant_id for line in parcels.order.lines}
        for line_id, count in parcels.remaining().items():
            waiting[lines[line_id]] += count if parcels.holding.is_committed and not parcels.holding.is_over else 0
        for shipment in parcels.shipments:
            for (variant, _, _), count in off_shelf(shipment).items():
                taken[variant] += count
    for variant in variants:
        level = shelves_for([variant]).levels[variant]
        assert sum(level.shelves.values()) == level.on_hand + level.unallocated
        assert min(level.shelves.values(), default=0) >= 0
        assert level.unallocated == waiting[variant]


def followed() -> None:
    """What stock's follower does about every entry of the journal."""
    for record in JournalRecord.scan(JournalRecord.kind == "journal"):
        entry = load(JournalEntry, record.body)
        allocate_sold(entry)
        put_back(entry)
