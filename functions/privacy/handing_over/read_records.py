"""Records of a period by kind, a page at a time: rows as they will stand in the file, and where the next page begins."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from functions.payments import LedgerLine, ledger_between
from functions.privacy.model.record_export import RecordExport, RecordKind
from functions.privacy.store.items import Item, item_at, items_of
from functions.privacy.store.kept import Kept
from functions.privacy.store.listed import decisions_between, numbers_between
from functions.privacy.store.tombstones import is_erased
from functions.shared.events.envelope import Envelope
from functions.shared.plain.bodies import dump, load

Rows = list[dict[str, Any]]
PAGE = 100
_MOVES = (
    "status", "payment_status", "fulfilment_status", "cancel_reason", "paid_at", "delivered_at", "completed_at", "cancelled_at",
    "erased_at",
)  # fmt: skip


def read_records(export: RecordExport) -> tuple[Rows, str]:
    """The next page of the kind that is read; without a cursor it was the last one."""
    return _READERS[export.kinds[export.kind]](export)


def _orders(export: RecordExport) -> tuple[Rows, str]:
    numbers = numbers_between(export.first, export.last, export.cursor, PAGE)
    ids = [json.loads(record.body or "{}")["order_id"] for record in numbers]
    found = [item for order_id in ids if (item := item_at("orders", f"ORD#{order_id}", "ORDER")) is not None]
    return [_order(item) for item in found], str(numbers[-1].gsi1sk) if len(numbers) == PAGE else ""


def _order(item: Item) -> dict[str, Any]:
    """As it was agreed, what is sealed opened, and what became of it. Of who was forgotten: what is left, and what is kept out of reach."""
    row = {"id": item.pk.partition("#")[2], **{name: item.text(name) or None for name in _MOVES}, "order": item.body}
    if row["erased_at"]:
        kept = [load(Kept, one.text("body")) for one in items_of("privacy", f"KEPT#{row['id']}")]
        row["restricted"] = [{"kind": one.kind, "until": one.until} for one in kept]
    return row


def _payments(export: RecordExport) -> tuple[Rows, str]:
    page = ledger_between(export.first, export.last, limit=PAGE, cursor=export.cursor or None)
    return [_entry(line) for line in page.data], page.next_cursor or ""


def _entry(line: LedgerLine) -> dict[str, Any]:
    return {"id": line.id, **json.loads(dump(line.entry))}


def _consents(export: RecordExport) -> tuple[Rows, str]:
    records = decisions_between(export.first, export.last, export.cursor, PAGE)
    told = [load(Envelope, record.body) for record in records]
    erased = {person for person in {one.subject for one in told} if is_erased(person)}
    return [_decision(one, erased) for one in told], str(records[-1].due_at) if len(records) == PAGE else ""


def _decision(told: Envelope, erased: set[str]) -> dict[str, Any]:
    """A person is an id, or the look-up key of an address: nothing that was sealed."""
    row = {"id": told.id, "noted_at": told.occurred_at, "by": told.actor.kind, **told.data}
    return row | {"restricted": []} if told.subject in erased else row


_READERS: Mapping[RecordKind, Callable[[RecordExport], tuple[Rows, str]]] = {
    RecordKind.ORDERS: _orders,
    RecordKind.PAYMENTS: _payments,
    RecordKind.CONSENTS: _consents,
}
