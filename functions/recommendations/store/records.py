"""The recommendations table.

| item | pk / sk | attributes |
|---|---|---|
| neighbours | `PROD#<id>` / `NEIGHBOURS` | body (counted.Neighbours), ttl |
| curated | `PROD#<id>` / `CURATED` | body (ids of products, in their order), version |
| best sellers | `BEST` (pk = sk) | body (counted.BestSellers) |
| clicks | `CLICKS` / `<day>#<list>` | body (counted.Clicks) |

No item is of a person.
"""

from __future__ import annotations

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

NEIGHBOURS_SK, CURATED_SK, BEST, CLICKS = "NEIGHBOURS", "CURATED", "BEST", "CLICKS"


class RecommendationsTable(Record):
    class Meta:
        table_name = table_name("recommendations")


class NeighboursRecord(RecommendationsTable):
    class Meta:
        table_name = table_name("recommendations")


class CuratedRecord(RecommendationsTable):
    class Meta:
        table_name = table_name("recommendations")


class BestRecord(RecommendationsTable):
    class Meta:
        table_name = table_name("recommendations")


class ClicksRecord(RecommendationsTable):
    class Meta:
        table_name = table_name("recommendations")


def product_pk(product_id: str) -> str:
    return f"PROD#{product_id}"
