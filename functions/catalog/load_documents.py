"""Reads products as the search index wants them: some by id, or all that are on sale."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from functions.catalog.brand import BrandFacts
from functions.catalog.category import Tree
from functions.catalog.product import Product, Status, Variant
from functions.catalog.product_document import Shown, Surroundings, document_of
from functions.catalog.records import PRODUCT_SK, CardRecord, ProductRecord, product_pk, status_index
from functions.catalog.repository import all_variants, stored_tree
from functions.catalog.search import ProductDocument
from functions.catalog.stock import SeenState, best_state
from functions.shared import clock
from functions.shared.records import find_many, load
from functions.shared.settings import settings

_AT_ONCE = 100


def documents_of(product_ids: Collection[str]) -> Iterator[ProductDocument]:
    """Those that are on sale, as they are now: one BatchGetItem per hundred, and the tree of categories once."""
    tree = stored_tree().tree if product_ids else Tree({})
    for ids in _chunks(product_ids):
        found = find_many({ProductRecord: [(product_pk(product_id), PRODUCT_SK) for product_id in ids]})
        records = [record for record in found.values() if isinstance(record, ProductRecord)]
        for record in records:
            document = document_of_record(record, tree)
            if document is not None:
                yield document


def all_documents() -> Iterator[ProductDocument]:
    """Every product on sale, page by page."""
    for ids in _chunks(published_ids(), 1000):
        yield from documents_of(ids)


def published_ids() -> Iterator[str]:
    for card in CardRecord.gsi1.query(status_index(Status.PUBLISHED), attributes_to_get=["pk", "sk"]):
        yield card.pk.removeprefix(product_pk(""))


def document_of_record(record: ProductRecord, tree: Tree) -> ProductDocument | None:
    product = load(Product, record.body)
    return document_of(product, _shown(record), _around(product, tree))


def _shown(record: ProductRecord) -> Shown:
    return Shown(
        version=int(record.version),
        brand=load(BrandFacts, record.brand) if record.brand else None,
        stock_state=best_state(load(dict[str, SeenState], record.stock_states)),
    )


def _around(product: Product, tree: Tree) -> Surroundings:
    """A product of more variants than its item holds costs one request more: they are found by their SKUs too."""
    further: Mapping[str, Sequence[str]] = {}
    if product.status is Status.PUBLISHED and product.variant_count > len(product.variants):
        further = {product.id: [variant.sku for variant in _further(product)]}
    return Surroundings(tree, settings().default_currency, settings().default_language, clock.iso(clock.now()), further)


def _further(product: Product) -> Iterable[Variant]:
    return (load(Variant, record.body) for record in all_variants(product.id))


def _chunks(values: Iterable[str], size: int = _AT_ONCE) -> Iterator[list[str]]:
    source = iter(values)
    while chunk := list(islice(source, size)):
        yield chunk
