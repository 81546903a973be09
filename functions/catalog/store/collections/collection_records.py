"""Where collections stand.

| item | pk / sk | attributes |
|---|---|---|
| collection | `COLL#<id>` / `COLLECTION` | body, version; gsi1 `COLLECTIONS` / sort, id; active ones: gsi2 `LIVE_COLLECTIONS` / the same |
| its slug, and those it gave up | `COLLSLUG#<slug>` (pk = sk) | owner |
"""

from __future__ import annotations

from collections.abc import Iterator

from functions.catalog.model.collections.collection import Collection, Status
from functions.catalog.store.records import CatalogTable, ClaimRecord
from functions.shared.plain import ids, pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.plain.settings import table_name
from functions.shared.store.listing import query_all, query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, Write

COLLECTION_SK = "COLLECTION"
COLLECTIONS, LIVE_COLLECTIONS = "COLLECTIONS", "LIVE_COLLECTIONS"
_LONGEST_SLUG = 120


class CollectionRecord(CatalogTable):
    class Meta:
        table_name = table_name("catalog")


def collection_pk(collection_id: str) -> str:
    return f"COLL#{collection_id}"


def collection_record(collection_id: str, *, consistent: bool = True) -> CollectionRecord:
    """Raises NotFound."""
    known = ids.is_id("coll", collection_id)
    record = find(CollectionRecord, collection_pk(collection_id), COLLECTION_SK, consistent=consistent) if known else None
    if record is None:
        raise NotFound("There is no such collection.")
    return record


def collection_of_slug(slug: str) -> Collection:
    """By a slug that it has or had: two reads. Raises NotFound."""
    claim = find(ClaimRecord, _slug_key(slug), _slug_key(slug), consistent=False) if len(slug) <= _LONGEST_SLUG else None
    if claim is None:
        raise NotFound("There is no such collection.")
    return load(Collection, collection_record(claim.owner, consistent=False).body)


def collections_page(*, live: bool, limit: int, cursor: str | None) -> pages.Page[CollectionRecord]:
    """In the order of their `sort`. The index may lag."""
    partition, index = (LIVE_COLLECTIONS, "gsi2") if live else (COLLECTIONS, "gsi1")
    return query_page(CollectionRecord, partition, index=index, query={"list": partition}, limit=limit, cursor=cursor)


def live_slugs() -> Iterator[str]:
    """Of all that shoppers see."""
    return (load(Collection, record.body).slug for record in query_all(CollectionRecord, LIVE_COLLECTIONS, index="gsi2"))


def record_of(collection: Collection, version: int) -> CollectionRecord:
    record = CollectionRecord(collection_pk(collection.id), COLLECTION_SK, kind="collection", version=version, body=dump(collection))
    place = f"{collection.sort:09d}#{collection.id}"
    record.gsi1pk, record.gsi1sk = COLLECTIONS, place
    if collection.status is Status.ACTIVE:
        record.gsi2pk, record.gsi2sk = LIVE_COLLECTIONS, place
    return record


def slug_writes(before: Collection | None, after: Collection | None) -> list[Write]:
    """A slug is one collection's alone, from its first day to the end of the collection. Raises Conflict (409 `slug_taken`)."""
    had = before.all_slugs if before else set()
    has = after.all_slugs if after else set()
    writes: list[Write] = [Delete(ClaimRecord(pk=_slug_key(slug), sk=_slug_key(slug), owner="")) for slug in sorted(had - has)]
    if after:
        taken = Conflict("Another collection has or had this slug.", code="slug_taken")
        free = ClaimRecord.pk.does_not_exist()
        keys = [_slug_key(slug) for slug in sorted(has - had)]
        writes += [Put(ClaimRecord(pk=key, sk=key, kind="claim", owner=after.id), free, taken) for key in keys]
    return writes


def _slug_key(slug: str) -> str:
    return f"COLLSLUG#{slug}"
