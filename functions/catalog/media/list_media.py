"""Images and videos, newest first: the shards of the index, then the items themselves."""

from __future__ import annotations

from itertools import islice

from functions.catalog.store.media_records import MEDIA_INDEX, MEDIA_SK, MediaRecord
from functions.shared.plain import pages
from functions.shared.plain.pages import Page
from functions.shared.store.records import find_many
from functions.shared.store.shards import cursor_at, position_of, rows


def list_media(*, limit: int, cursor: str | None) -> Page[MediaRecord]:
    query = {"list": "media"}
    after = position_of(pages.decode(cursor, query), former="gsi1")
    found = list(islice(rows(MediaRecord, MEDIA_INDEX, former="gsi1", after=after, newest_first=True, page_size=limit + 1), limit + 1))
    shown = found[:limit]
    items = find_many({MediaRecord: [(row.pk, MEDIA_SK) for row in shown]}, consistent=False) if shown else {}
    media = [item for row in shown if isinstance(item := items.get((MediaRecord, row.pk, MEDIA_SK)), MediaRecord)]
    return Page(media, pages.encode(cursor_at(shown[-1], former="gsi1"), query) if len(found) > limit else None)
