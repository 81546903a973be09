"""Follows the streams of the catalogue and of field definitions: what changes for shoppers is searchable a moment later.

A batch of the stream is one commit. Products are read as they are now, not as the record tells, so that repeats, stale records and any
order give the same index. The stream is followed by the small card of a product, which changes with everything that shows (its content,
brand, stock state), never by its large item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from functions.catalog.finding.load_documents import all_documents, documents_of, published_with
from functions.catalog.finding.searchable_fields import is_searchable
from functions.catalog.model.category import Category
from functions.catalog.model.product import Status
from functions.catalog.search import Filters, ProductDocument, SearchQuery, SearchWriter, Sort, search_index, search_writer
from functions.catalog.search.port import MAX_LIMIT
from functions.catalog.store.card_lists import cards, product_id_of
from functions.catalog.store.records import CategoryRecord, product_pk
from functions.catalog.store.remove_variants import remove_what_is_left
from functions.catalog.store.repository import stored_tree
from functions.platform import PlatformTable
from functions.shared.fields.custom_fields import FieldDefinition
from functions.shared.outside.observability import broken, fact
from functions.shared.plain.bodies import load

_IN_ONE_COMMIT = 2_000


def writer() -> SearchWriter:
    return search_writer(load=documents_of, everything=all_documents)


def index_changes(event: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to Lambda: nothing failed, or the first record of the batch, which then comes again as a whole."""
    records = event["Records"]
    try:
        ids = _changed(record["dynamodb"] for record in records)
        for product_id in _deleted(record["dynamodb"] for record in records):
            remove_what_is_left(product_id)
        for part in _parts(ids):
            index(part)
    except Exception:  # noqa: BLE001 — the outermost adapter of the batch: whatever it was, the stream delivers it again
        number = records[0]["dynamodb"]["SequenceNumber"]
        broken("batch failed", consumer="search-index", sequence_number=number)
        return {"batchItemFailures": [{"itemIdentifier": number}]}
    fact("search.indexed", consumer="search-index", records=len(records), products=len(ids))
    return {"batchItemFailures": []}


def index(product_ids: Iterable[str]) -> None:
    """Their newest state; those no longer on sale go."""
    ids = list(product_ids)
    documents: list[ProductDocument] = list(documents_of(ids))
    writer().apply(documents, set(ids) - {document.id for document in documents})


def _changed(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """The products concerned, each once; those of a category with another name or place are all below it,
    those of a tag all that carry it, those of a field that can be searched from now on, or no longer, all that hold it."""
    products: dict[str, None] = {}
    categories: set[str] = set()
    tags: set[str] = set()
    fields: set[str] = set()
    for change in changes:
        new, old = change.get("NewImage"), change.get("OldImage")
        kind = (new or old or {}).get("kind", {}).get("S")
        if kind == "card":
            products[(new or old or {})["pk"]["S"].removeprefix(product_pk(""))] = None
        elif kind == "category" and new and old and _looks(new) != _looks(old):
            categories.add(load(Category, CategoryRecord.from_raw_data(dict(new)).body).id)
        elif kind == "tag":
            tags.add((new or old or {})["sk"]["S"])
        elif kind == "field_definition" and (key := _searched_otherwise(new, old)):
            fields.add(key)
    for tag in sorted(tags):
        products |= dict.fromkeys(_tagged(tag))
    if categories:
        products |= dict.fromkeys(_below(categories))
    if fields:
        products |= dict.fromkeys(published_with(fields))
    return list(products)


def _deleted(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """Products whose cards went. Whoever deleted one takes its variants along; here that is repeated, should they have died meanwhile."""
    gone = (old for change in changes if (old := change.get("OldImage")) and not change.get("NewImage"))
    return [old["pk"]["S"].removeprefix(product_pk("")) for old in gone if old.get("kind", {}).get("S") == "card"]


def _searched_otherwise(new: dict[str, Any] | None, old: dict[str, Any] | None) -> str | None:
    """The key of a product's field that is searchable now and was not before, or the other way round. One that is declared anew counts
    too: values of before it was deleted may still be there."""
    after, before = (load(FieldDefinition, PlatformTable.from_raw_data(dict(image)).body) if image else None for image in (new, old))
    changed = (after is not None and is_searchable(after)) != (before is not None and is_searchable(before))
    return (after or before).key if changed else None  # type: ignore[union-attr]


def _looks(image: Mapping[str, Any]) -> tuple[dict[str, str], str | None]:
    category = load(Category, CategoryRecord.from_raw_data(dict(image)).body)
    return category.name, category.parent_id


def _below(categories: Iterable[str]) -> Iterable[str]:
    tree = stored_tree().tree
    wanted = {found for category_id in categories for found in tree.subtree(category_id)}
    return (product_id_of(card) for card in cards([Status.PUBLISHED]) if card.category_id in wanted)


def _tagged(code: str) -> Iterable[str]:
    """Those that the index knows; who gets the tag in this moment is indexed for it, and reads the new name."""
    query = SearchQuery(filters=Filters(tags=(code,)), sort=Sort.NEWEST, limit=MAX_LIMIT, seer=None, highlight=False)
    while True:
        result = search_index().search(query)
        yield from (hit.id for hit in result.hits)
        if result.next is None:
            return
        query = replace(query, after=result.next)


def _parts(ids: Iterable[str]) -> Iterable[list[str]]:
    source = iter(ids)
    while part := list(islice(source, _IN_ONE_COMMIT)):
        yield part
