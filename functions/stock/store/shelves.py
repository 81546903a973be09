"""The writes that put pieces on shelves or take them off; below zero is impossible by condition."""

from __future__ import annotations

from collections.abc import Iterable

from functions.shared.plain.errors import Conflict
from functions.shared.store.shards import place as listing
from functions.shared.store.transactions import Update
from functions.stock.model.stock import JournalLine, Place
from functions.stock.store.records import ShelfRecord, shelf_sk, variant_pk, warehouse_sk


class NotOnShelf(Conflict):
    """So many pieces do not lie in that warehouse, or in that bin of it."""

    code, title = "not_on_shelf", "Not that much lies in this warehouse"


def shelf_updates(lines: Iterable[JournalLine]) -> list[Update]:
    """One per variant and warehouse, and one per bin. The transaction raises NotOnShelf when less lies there than is taken away."""
    loose: dict[tuple[str, str], tuple[int, int]] = {}
    bins: dict[tuple[str, Place], int] = {}
    for line in lines:
        on_hand, binned = loose.get((line.variant_id, line.warehouse), (0, 0))
        if line.bin:
            bins[line.variant_id, line.place] = bins.get((line.variant_id, line.place), 0) + line.pieces
            loose[line.variant_id, line.warehouse] = on_hand, binned + line.pieces
        else:
            loose[line.variant_id, line.warehouse] = on_hand + line.pieces, binned
    whole = [_update(variant_id, Place(name), pieces, binned) for (variant_id, name), (pieces, binned) in loose.items()]
    return [*whole, *(_update(variant_id, place, pieces) for (variant_id, place), pieces in bins.items())]


def _update(variant_id: str, place: Place, pieces: int, binned: int = 0) -> Update:
    pk = variant_pk(variant_id)
    partition, at = listing(warehouse_sk(place.warehouse), f"{pk}#{place.bin}" if place.bin else pk)
    actions = [
        ShelfRecord.on_hand.add(pieces),
        ShelfRecord.version.add(1),
        ShelfRecord.kind.set("shelf"),
        ShelfRecord.listed_pk.set(partition),
        ShelfRecord.listed_sk.set(at),
        ShelfRecord.gsi1pk.remove(),
        ShelfRecord.gsi1sk.remove(),
    ]
    if binned:
        actions.append(ShelfRecord.binned.add(binned))
    named = {"bin": place.bin} if place.bin else {}
    refused = NotOnShelf(variant_ids=[variant_id], warehouse_id=place.warehouse, **named)
    enough = ShelfRecord.on_hand >= -pieces if pieces < 0 else None
    return Update(ShelfRecord, pk, shelf_sk(place), actions, enough, refused)
