"""The rating of a product."""

from __future__ import annotations

from functions.catalog.model.review import RATINGS, Rating
from functions.catalog.store.records import ProductRecord


def rating_of(record: ProductRecord) -> Rating:
    return Rating({rating: int(getattr(record, f"rated_{rating}")) for rating in RATINGS})
