"""A recall stops the sale of a variant, and allows it again: on its counters, where every reservation and sale is decided."""

from __future__ import annotations

from collections.abc import Mapping

from functions.shared.store.transactions import Update, Write
from functions.stock.store.records import STOCK_SK, StockRecord, stock_index, variant_pk


def stop_sale_writes(products: Mapping[str, str], recall_id: str) -> list[Write]:
    """`products`: by variant its product. From the transaction on nothing of it is reserved or sold (OutOfStock), also of one that has no
    stock yet. One write per variant."""
    return [
        _update(
            variant_id,
            [
                StockRecord.recalls.add({recall_id}),
                StockRecord.kind.set("stock"),
                StockRecord.product_id.set(product_id),
                StockRecord.gsi1pk.set(stock_index(variant_id)),
                StockRecord.gsi1sk.set(variant_pk(variant_id)),
            ],
        )
        for variant_id, product_id in sorted(products.items())
    ]


def allow_sale_writes(variant_ids: list[str], recall_id: str) -> list[Write]:
    """It is for sale again once no other recall stops it."""
    return [_update(variant_id, [StockRecord.recalls.delete({recall_id})]) for variant_id in variant_ids]


def _update(variant_id: str, actions: list[object]) -> Write:
    return Update(StockRecord, variant_pk(variant_id), STOCK_SK, [*actions, StockRecord.version.add(1)])  # type: ignore[list-item]
