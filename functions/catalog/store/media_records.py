"""Media items in the catalogue's table."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.catalog.store.records import CatalogTable
from functions.shared.plain.settings import table_name

MEDIA_SK = "MEDIA"
MEDIA_INDEX = "MEDIA"


class MediaRecord(CatalogTable):
    """pk `MED#<id>`, sk `MEDIA`; listed `MEDIA#<shard>` / id. `body` is media.Media; `uses` counts the products and reviews that
    show it; `owner` is the buyer who uploaded it, nobody for what staff did."""

    class Meta:
        table_name = table_name("catalog")

    status = UnicodeAttribute()
    uses = NumberAttribute(default=0)
    owner = UnicodeAttribute(null=True)


class UploadsRecord(CatalogTable):
    """pk `BUYER#<customer id>`, sk `UPLOADS#<day>`: how many files a buyer announced on a day (UTC)."""

    class Meta:
        table_name = table_name("catalog")

    announced = NumberAttribute(default=0)


def media_pk(media_id: str) -> str:
    return f"MED#{media_id}"
