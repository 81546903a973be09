"""Variants that lie in a warehouse, with their counters, two of each product, written past all conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.lists.likeness import put_all

_PIECES = 5


def fill_stock(variants: int) -> None:
    """Of the shop's first warehouse; the catalogue knows them, as the likeness of one that the real handlers made."""
    from functions.catalog.store.records import VARIANT_SK, VariantRecord, variant_pk
    from functions.shared.store.records import find
    from tests.integration.orders.buyer import a_variant

    made = find(VariantRecord, variant_pk(a_variant(sku="STOCK-1")), VARIANT_SK)
    assert made is not None
    fill_shelves("main", variants, made)


def fill_shelves(warehouse: str, variants: int, likeness: Any = None) -> None:
    put_all(_written(warehouse, variants, likeness))


def _written(warehouse: str, variants: int, likeness: Any) -> Iterator[Any]:
    from functions.shared.outside import fresh
    from functions.shared.store.shards import place
    from functions.stock.store.records import STOCK_SK, ShelfRecord, StockRecord, variant_pk, warehouse_sk

    product, sk = "", warehouse_sk(warehouse)
    for number in range(variants):
        product = product if number % 2 else fresh.new_id("prod")
        variant = fresh.new_id("var")
        pk = variant_pk(variant)
        yield StockRecord(pk, STOCK_SK, kind="stock", available=_PIECES, product_id=product, version=1)
        listed_pk, listed_sk = place(sk, pk)
        yield ShelfRecord(pk, sk, kind="shelf", on_hand=_PIECES, version=1, listed_pk=listed_pk, listed_sk=listed_sk)
        if likeness:
            known = likeness.copied()
            known.pk, known.body = pk, likeness.body.replace(likeness.pk.partition("#")[2], variant)
            yield known
