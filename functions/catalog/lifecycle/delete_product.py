"""Delete a product that left no trace: nobody ordered it and no piece of it is there. Everything else is archived instead.

The product goes in one transaction with its names, under checks of the stock of all its variants; from then on nobody finds it, and no
variant of it can be sold. Its variants and their names follow right after; the catalogue's stream repeats that after a crash.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from functions.catalog.model.media import media_in
from functions.catalog.model.product import Product, Status
from functions.catalog.store.media_records import MEDIA_SK, MediaRecord, media_pk
from functions.catalog.store.records import (
    BRAND_SK,
    CARD_SK,
    CATEGORIES_PK,
    PRODUCTS_OF,
    BrandRecord,
    CardRecord,
    CategoryRecord,
    ProductRecord,
    brand_pk,
    category_sk,
    external_key,
    product_pk,
    slug_key,
)
from functions.catalog.store.remove_variants import remove_what_is_left
from functions.catalog.store.repository import disclaim, product_record, variants_of
from functions.shared.events.contracts.catalog import ProductDeleted
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.owned import belongs, others_among
from functions.shared.store.transactions import MAX_ACTIONS, Delete, Update, Write, transact
from functions.shared.store.versions import check_version, locked_delete
from functions.stock import unsold_checks

_INSTEAD = "Archive it instead: it leaves the lists, and orders keep what they name."


def delete_product(product_id: str, *, if_match: int | None, actor: Actor, remember: Sequence[Write]) -> None:
    """Raises NotFound, VersionConflict, Conflict (409 `product_on_sale`, `product_ordered`, `product_in_stock`, `product_too_large`)."""

    def attempt() -> None:
        record = product_record(product_id)
        check_version(record.version, if_match)
        product = load(Product, record.body)
        if product.status is Status.PUBLISHED:
            raise Conflict("It is on sale. Take it off sale first.", code="product_on_sale")
        checks = unsold_checks(
            [variant.id for variant in variants_of(product)],
            sold=Conflict(f"Somebody ordered it, or has it set aside. {_INSTEAD}", code="product_ordered"),
            stocked=Conflict(f"Pieces of it are in stock. Count them to zero to delete it. {_INSTEAD}", code="product_in_stock"),
        )
        event = event_put(ProductRecord, product_pk(product_id), ProductDeleted(product_id), subject=product_id, actor=actor)
        writes = [locked_delete(record, record.version), *_beside(product), *checks, event, *remember]
        if len(writes) > MAX_ACTIONS:
            detail = f"It has too many variants and pictures to be deleted in one step ({len(writes)} of {MAX_ACTIONS}). {_INSTEAD}"
            raise Conflict(detail, code="product_too_large")
        transact(writes)

    again(attempt)
    remove_what_is_left(product_id)


def _beside(product: Product) -> Iterator[Write]:
    """Its card, its names, and that brand, category and pictures have one product less. Slugs that it gave up lead nowhere."""
    pk = product_pk(product.id)
    yield Delete(CardRecord(pk=pk, sk=CARD_SK))
    yield disclaim(slug_key(product.slug))
    if product.external_id:
        yield disclaim(external_key("PROD", product.external_id))
    if product.brand_id:
        yield Update(BrandRecord, brand_pk(product.brand_id), BRAND_SK, [BrandRecord.uses.add(-1)])
    if product.category_id:
        yield Update(CategoryRecord, CATEGORIES_PK, category_sk(product.category_id), [CategoryRecord.uses.add(-1)])
    for merchant in others_among([product.merchant_id]):
        yield Delete(belongs(CardRecord, pk, CARD_SK, PRODUCTS_OF, merchant, product.id).record)
    for media in islice(sorted(media_in(product)), MAX_ACTIONS):
        yield Update(MediaRecord, media_pk(media), MEDIA_SK, [MediaRecord.uses.add(-1)], MediaRecord.pk.exists())
