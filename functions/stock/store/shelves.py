"""The write that puts pieces on a warehouse's shelf or takes them off; below zero is impossible by condition."""

from __future__ import annotations

from pynamodb.expressions.condition import Condition

from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Update
from functions.stock.model.stock import JournalLine
from functions.stock.store.records import ShelfRecord, variant_pk, warehouse_sk


class NotOnShelf(Conflict):
    """So many pieces do not lie in that warehouse."""

    code, title = "not_on_shelf", "Not that much lies in this warehouse"


def shelf_update(line: JournalLine) -> Update:
    """The transaction raises NotOnShelf when less lies there than the line takes away."""
    pieces, pk, sk = line.available + line.reserved, variant_pk(line.variant_id), warehouse_sk(line.warehouse)
    enough: Condition | None = ShelfRecord.on_hand >= -pieces if pieces < 0 else None
    actions = [
        ShelfRecord.on_hand.add(pieces),
        ShelfRecord.version.add(1),
        ShelfRecord.kind.set("shelf"),
        ShelfRecord.gsi1pk.set(sk),
        ShelfRecord.gsi1sk.set(pk),
    ]
    return Update(ShelfRecord, pk, sk, actions, enough, NotOnShelf(variant_ids=[line.variant_id], warehouse_id=line.warehouse))
