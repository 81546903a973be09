"""Reviews and the ratings they add up to, written together: the summary of a product is the mean of its visible reviews at all times."""

from __future__ import annotations

from collections.abc import Mapping

from functions.catalog.model.review import Review, Visibility
from functions.catalog.store.records import CARD_SK, PRODUCT_SK, CardRecord, ProductRecord, product_pk
from functions.catalog.store.review_records import REVIEW_SK, ReviewRecord, all_reviews_index, review_pk, reviews_index
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import NotFound
from functions.shared.store.transactions import Update, Write


def review_record(review: Review, version: int = 1) -> ReviewRecord:
    """Only visible ones stand in the index that shoppers read."""
    place, visible = f"{review.created_at}#{review.id}", review.visibility is Visibility.VISIBLE
    record = ReviewRecord(pk=review_pk(review.id), sk=REVIEW_SK, kind="review", body=dump(review), version=version, rating=review.rating)
    record.gsi2pk, record.gsi2sk = all_reviews_index(review.product_id), place
    record.gsi1pk, record.gsi1sk = (reviews_index(review.product_id), place) if visible else (None, None)
    return record


def rating_writes(product_id: str, changes: Mapping[int, int]) -> list[Write]:
    """`changes` says by how many the visible reviews of each rating become more or fewer."""
    count, total = sum(changes.values()), sum(rating * number for rating, number in changes.items())
    stars = [getattr(ProductRecord, f"rated_{rating}").add(number) for rating, number in changes.items() if number]
    missing = NotFound("There is no such product.")
    pk = product_pk(product_id)
    return [
        Update(ProductRecord, pk, PRODUCT_SK, stars, ProductRecord.pk.exists(), missing),
        Update(
            CardRecord,
            pk,
            CARD_SK,
            [CardRecord.rating_count.add(count), CardRecord.rating_total.add(total)],
            CardRecord.pk.exists(),
            missing,
        ),
    ]
