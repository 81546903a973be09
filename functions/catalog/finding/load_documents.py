"""Reads products as the search index wants them: some by id, or all that are on sale."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from functions.catalog.finding.product_document import Shown, Surroundings, document_of
from functions.catalog.finding.searchable_fields import searchable
from functions.catalog.model.brand import BrandFacts
from functions.catalog.model.product import Product, Status, Variant
from functions.catalog.model.review import average
from functions.catalog.model.tag import Tag
from functions.catalog.search import ProductDocument
from functions.catalog.store.card_lists import product_ids
from functions.catalog.store.records import CARD_SK, PRODUCT_SK, TAGS_PK, CardRecord, ProductRecord, TagRecord, product_pk
from functions.catalog.store.repository import all_variants, stored_tree
from functions.pricing import exchange_rates
from functions.shared.events.batches import Run
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.settings import settings
from functions.shared.store.records import find_many

_AT_ONCE = 50
"""Product and card of each in one BatchGetItem."""


def documents_of(wanted: Collection[str], run: Run | None = None) -> Iterator[ProductDocument]:
    """Those that are on sale, as they are now: one BatchGetItem per fifty, and categories and tags once.

    A product that cannot be read is passed over and written down: one must not keep the others out of the index.
    """
    if not wanted:
        return
    run = run or Run("search-documents")
    around = _surroundings()
    for ids in _chunks(wanted):
        keys = [product_pk(product_id) for product_id in ids]
        found = find_many({ProductRecord: [(pk, PRODUCT_SK) for pk in keys], CardRecord: [(pk, CARD_SK) for pk in keys]})
        for pk in keys:
            record, card = found.get((ProductRecord, pk, PRODUCT_SK)), found.get((CardRecord, pk, CARD_SK))
            if isinstance(record, ProductRecord) and isinstance(card, CardRecord):
                document = None
                with run.item(pk):
                    product = load(Product, record.body)
                    document = document_of(product, _shown(record, card), _with_skus(product, around))
                if document:
                    yield document


def all_documents(run: Run | None = None) -> Iterator[ProductDocument]:
    """Every product on sale, page by page."""
    for ids in _chunks(published_ids(), 1000):
        yield from documents_of(ids, run)


def published_ids() -> Iterator[str]:
    return (product_id for product_id, _ in product_ids(Status.PUBLISHED))


def published_with(keys: Collection[str]) -> Iterator[str]:
    """Those on sale that hold a public custom field of one of the keys. Every product is read for it, none is kept."""
    for ids in _chunks(published_ids()):
        records = find_many({ProductRecord: [(product_pk(product_id), PRODUCT_SK) for product_id in ids]})
        for record in records.values():
            if isinstance(record, ProductRecord) and keys & load(Product, record.body).fields.keys():
                yield record.pk.removeprefix(product_pk(""))


def _shown(record: ProductRecord, card: CardRecord) -> Shown:
    return Shown(
        version=int(record.version),
        brand=load(BrandFacts, card.brand) if card.brand else None,
        stock_state=card.stock_state,
        rating=average(int(card.rating_total), int(card.rating_count)),
        rating_count=int(card.rating_count),
        sold=int(card.sold),
        sold_lately=int(card.sold_lately),
    )


def _surroundings() -> Surroundings:
    tags = {record.sk: load(Tag, record.body) for record in TagRecord.query(TAGS_PK, consistent_read=True)}
    own = settings()
    # What a document says stays until its product changes: definitions of some seconds ago are too old for it.
    fields = searchable(newest=True)
    now, rates = times.iso(clock.now()), exchange_rates.stored()[0]
    return Surroundings(stored_tree().tree, tags, own.default_currency, own.default_language, now, fields=fields, rates=rates)


def _with_skus(product: Product, around: Surroundings) -> Surroundings:
    """A product of more variants than its item holds costs one request more: it is found by all their SKUs."""
    if product.status is not Status.PUBLISHED or product.variant_count <= len(product.variants):
        return around
    return replace(around, further_skus={product.id: [variant.sku for variant in _further(product)]})


def _further(product: Product) -> Iterable[Variant]:
    return (load(Variant, record.body) for record in all_variants(product.id))


def _chunks(values: Iterable[str], size: int = _AT_ONCE) -> Iterator[list[str]]:
    source = iter(values)
    while chunk := list(islice(source, size)):
        yield chunk
