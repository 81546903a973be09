"""Reading brands."""

from __future__ import annotations

from functions.catalog.store.records import BRANDS_INDEX, BrandRecord
from functions.shared.plain import pages
from functions.shared.store.listing import query_page


def list_brands(*, limit: int, cursor: str | None) -> pages.Page[BrandRecord]:
    """In the order of `sort`."""
    return query_page(BrandRecord, BRANDS_INDEX, index="gsi1", query={"list": "brands"}, limit=limit, cursor=cursor)
