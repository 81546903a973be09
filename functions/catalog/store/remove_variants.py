"""What a deleted product leaves: its variants, the SKUs and barcodes they held, its price history. May run twice."""

from __future__ import annotations

from collections.abc import Iterator

from functions.catalog.model.barcode import article_key
from functions.catalog.model.product import Variant
from functions.catalog.store.records import (
    PRICE_HISTORY,
    ClaimRecord,
    PriceHistoryRecord,
    barcode_key,
    product_pk,
    sku_key,
)
from functions.catalog.store.repository import all_variants
from functions.shared.plain.bodies import load
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import find_many
from functions.shared.store.transactions import MAX_ACTIONS, Delete, Write, transact


def remove_what_is_left(product_id: str) -> None:
    """A variant goes after its names, so that whoever comes again still finds them."""
    again(lambda: _remove(list(_left(product_id))))


def _left(product_id: str) -> Iterator[Write]:
    for record in all_variants(product_id):
        variant = load(Variant, record.body)
        names = [sku_key(variant.sku), *(barcode_key(article_key(code)) for code in variant.barcodes)]
        claims = find_many({ClaimRecord: [(name, name) for name in names]})
        for claim in claims.values():
            if isinstance(claim, ClaimRecord) and claim.owner == variant.id:
                yield Delete(claim, ClaimRecord.owner == variant.id, Overtaken())
        yield Delete(record)
    for past in PriceHistoryRecord.query(product_pk(product_id), PriceHistoryRecord.sk.startswith(PRICE_HISTORY)):
        yield Delete(past)


def _remove(writes: list[Write]) -> None:
    for start in range(0, len(writes), MAX_ACTIONS):
        transact(writes[start : start + MAX_ACTIONS])
