"""Variants mirror their product (title, category, published …). Here those that an edit had no room for are brought up to date.

Called right after the edit and again from the catalogue's stream, so a crash between the two leaves nothing behind.
"""

from __future__ import annotations

from functions.catalog.model.product import Product, Variant
from functions.catalog.store.product_writes import mirror
from functions.catalog.store.repository import all_variants
from functions.shared.plain.bodies import load
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import MAX_ACTIONS, Write, transact


def sync_variants(product: Product, version: int) -> None:
    """Every variant that shows an older version of the product shows this one; those that show a newer one are left alone."""
    behind = [load(Variant, record.body) for record in all_variants(product.id) if record.product_version < version]
    for start in range(0, len(behind), MAX_ACTIONS):
        writes = [mirror(variant, product, version) for variant in behind[start : start + MAX_ACTIONS]]
        try:
            transact(writes)
        except Overtaken:
            _one_by_one(writes)


def _one_by_one(writes: list[Write]) -> None:
    for write in writes:
        try:
            transact([write])
        except Overtaken:
            continue
