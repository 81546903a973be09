"""What adds up in every shop, whoever died on the way: sentences about what does not. `items`: each with the name of its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from functions.invoices.model.document import Document
from functions.invoices.store.records import DocumentRecord
from functions.orders.store.order_check import findings
from functions.orders.store.records import OrderRecord
from functions.orders.store.shipments import parcels_of
from functions.payments.model.ledger import Entry
from functions.shared.plain.bodies import load
from functions.stock.model.stock import JournalEntry

Items = Iterable[tuple[str, dict[str, Any]]]


def of_orders() -> list[str]:
    wrong = []
    for record in OrderRecord.scan(OrderRecord.kind == "order"):
        order_id = record.pk.partition("#")[2]
        wrong += [f"{order_id}: {one}" for one in findings(parcels_of(order_id))]
    return wrong


def of_the_ledger(items: Items) -> list[str]:
    """Every entry adds up to nothing, in each currency."""
    kept = list(items)
    wrong = [f"an entry of the ledger is not even: {key}" for key, entry in _entries(kept) if sum(one.amount for one in entry.postings)]
    found = balances(kept)
    return wrong + ([] if sum(found.values()) == 0 else [f"the ledger is at {found}"])


def balances(items: Items) -> Counter[str]:
    """Of each account of the ledger."""
    found = Counter[str]()
    for _, entry in _entries(items):
        for one in entry.postings:
            found[one.account] += one.amount
    return found


def _entries(items: Items) -> Iterator[tuple[str, Entry]]:
    for table, item in items:
        if table == "payments" and item.get("kind") == {"S": "ledger"}:
            yield item["sk"]["S"], load(Entry, item["body"]["S"])


def of_stock(items: Items) -> list[str]:
    moved: dict[str, list[int]] = {}
    counted: dict[str, list[int]] = {}
    for table, item in items:
        if table != "stock":
            continue
        if item.get("kind") == {"S": "journal"}:
            for line in load(JournalEntry, item["body"]["S"]).lines:
                sums = moved.setdefault(line.variant_id, [0, 0])
                sums[0] += line.available
                sums[1] += line.reserved
        elif item.get("kind") == {"S": "stock"}:
            counted[item["pk"]["S"].partition("#")[2]] = [int(item[name]["N"]) for name in ("available", "reserved")]
    return [f"stock of {one}: counters {have}, journal {moved.get(one)}" for one, have in counted.items() if moved.get(one, [0, 0]) != have]


def of_invoices() -> list[str]:
    """Each series has no gap and no number twice."""
    series: dict[str, list[int]] = {}
    for one in invoices():
        head = one.number.rstrip("0123456789")
        series.setdefault(head, []).append(int(one.number[len(head) :]))
    return [f"invoices {head}: {sorted(found)}" for head, found in series.items() if sorted(found) != list(range(1, len(found) + 1))]


def invoices() -> list[Document]:
    return [load(Document, one.body) for one in DocumentRecord.scan(DocumentRecord.kind == "document")]
