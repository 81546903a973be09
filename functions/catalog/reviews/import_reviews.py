"""Reviews from elsewhere: marked as imported, and each only once, however often it is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from functions.catalog.model.review import Review
from functions.catalog.reviews.review_writes import rating_writes, review_record
from functions.catalog.store.repository import again_unless_taken, product_record
from functions.catalog.store.review_records import REVIEW_SK, ReviewRecord, review_pk
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Remember, put_new, transact
from functions.shared.store.versions import keep_answer

MAX_AT_ONCE = 50


@dataclass(frozen=True)
class ForeignReview:
    """`external_id` is its id there; `created_at` None is now."""

    external_id: str
    rating: int
    text: str
    author: str
    media: list[str]
    created_at: str | None = None


@dataclass(frozen=True)
class Imported:
    created: int
    unchanged: int


def import_reviews(product_id: str, reviews: Sequence[ForeignReview], *, remember: Remember[Imported]) -> Imported:
    """How many are new and how many were there. Raises NotFound for an unknown product."""
    product_record(product_id)
    now = times.iso(clock.now())
    by_id = {ids.derived_id("rev", "imported", product_id, one.external_id): one for one in reviews}

    def attempt() -> Imported:
        there = find_many({ReviewRecord: [(review_pk(review_id), REVIEW_SK) for review_id in by_id]})
        known = {pk for _, pk, _ in there}
        new = [_review(review_id, product_id, one, now) for review_id, one in by_id.items() if review_pk(review_id) not in known]
        done = Imported(len(new), len(reviews) - len(new))
        if not new:
            keep_answer(remember(done))
            return done
        ratings = rating_writes(product_id, Counter(review.rating for review in new))
        transact([*(put_new(review_record(review), Overtaken()) for review in new), *ratings, *remember(done)])
        return done

    return again_unless_taken(attempt)


def _review(review_id: str, product_id: str, one: ForeignReview, now: str) -> Review:
    return Review(
        id=review_id,
        product_id=product_id,
        rating=one.rating,
        text=one.text,
        created_at=one.created_at or now,
        author=one.author,
        media=one.media,
        imported=True,
        external_id=one.external_id,
    )
