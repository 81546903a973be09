"""Reviews and what they add up to, written together: the summary of a product is the mean of its visible reviews at all times, and those
that are hidden are counted by their reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from functions.catalog.model.review import Review, Visibility
from functions.catalog.store.records import CARD_SK, PRODUCT_SK, CardRecord, ProductRecord, product_pk
from functions.catalog.store.review_records import (
    REVIEW_SK,
    ReviewEditRecord,
    ReviewRecord,
    all_reviews_index,
    edit_sk,
    review_pk,
    reviews_index,
)
from functions.shared.events.contracts.catalog import ReviewApproved
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import NotFound
from functions.shared.store.transactions import Update, Write, put_new
from functions.shared.store.versions import locked_put

NO_CHANGE: Mapping[str, int] = {}


def review_record(review: Review, version: int = 1) -> ReviewRecord:
    """Only visible ones stand in the index that shoppers read."""
    place, visible = f"{review.created_at}#{review.id}", review.visibility is Visibility.VISIBLE
    record = ReviewRecord(pk=review_pk(review.id), sk=REVIEW_SK, kind="review", body=dump(review), version=version, rating=review.rating)
    record.gsi2pk, record.gsi2sk = all_reviews_index(review.product_id), place
    record.gsi1pk, record.gsi1sk = (reviews_index(review.product_id), place) if visible else (None, None)
    return record


def step_writes(before: Review, after: Review, version: int, actor: Actor) -> tuple[Review, list[Write]]:
    """A step of a review that was read at `version`: itself, what it changes of its product, what it said before, and that it is shown for
    the first time. The transaction raises Overtaken."""
    writes: list[Write] = []
    if after.visibility is Visibility.VISIBLE and after.approved_at is None:
        after = replace(after, approved_at=times.iso(clock.now()))
        # One that was shown before this was kept told of itself when it was written.
        if before.visibility is not Visibility.VISIBLE and before.customer_id and before.order_id:
            told = ReviewApproved(before.id, before.product_id, before.order_id, before.customer_id)
            writes.append(event_put(ReviewRecord, review_pk(before.id), told, subject=before.id, actor=actor))
    if after.revision != before.revision:
        former = ReviewEditRecord(
            review_pk(before.id), edit_sk(before.revision), kind="review_edit", body=dump(replace(before, pending=None))
        )
        writes.append(put_new(former))
    ratings = Counter({after.rating: int(after.visibility is Visibility.VISIBLE)})
    ratings.subtract({before.rating: int(before.visibility is Visibility.VISIBLE)})
    hidden: Counter[str] = Counter(one for one in (after.hidden_reason,) if one)
    hidden.subtract(one for one in (before.hidden_reason,) if one)
    counts = rating_writes(after.product_id, ratings, hidden)
    return after, [locked_put(review_record(after, version + 1), version), *counts, *writes]


def rating_writes(product_id: str, changes: Mapping[int, int], hidden: Mapping[str, int] = NO_CHANGE) -> list[Write]:
    """`changes` says by how many the visible reviews of each rating become more or fewer, `hidden` the same of hidden ones."""
    count, total = sum(changes.values()), sum(rating * number for rating, number in changes.items())
    sums = [getattr(ProductRecord, f"rated_{rating}").add(number) for rating, number in changes.items() if number]
    missing = NotFound("There is no such product.")
    pk = product_pk(product_id)
    writes: list[Write] = []
    if sums:
        actions = [CardRecord.rating_count.add(count), CardRecord.rating_total.add(total)]
        writes.append(Update(CardRecord, pk, CARD_SK, actions, CardRecord.pk.exists(), missing))
    sums += [getattr(ProductRecord, f"hidden_{reason}").add(number) for reason, number in hidden.items() if number]
    if sums:
        writes.append(Update(ProductRecord, pk, PRODUCT_SK, sums, ProductRecord.pk.exists(), missing))
    return writes
