"""Which collection shoppers mean."""

from __future__ import annotations

from functions.catalog.model.collections.collection import Collection, Status
from functions.catalog.store.collections.collection_records import collection_of_slug, collection_record
from functions.shared.plain import ids
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import NotFound, Renamed


def live_collection(reference: str) -> Collection:
    """By id or slug. Raises NotFound, also for a draft; Renamed for a slug it once had."""
    if ids.is_id("coll", reference):
        collection = load(Collection, collection_record(reference, consistent=False).body)
    else:
        collection = collection_of_slug(reference)
    if collection.status is not Status.ACTIVE:
        raise NotFound("There is no such collection.")
    if reference not in (collection.id, collection.slug):
        raise Renamed("id", collection.slug)
    return collection
