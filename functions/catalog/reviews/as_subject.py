"""A review as who moderates sees it."""

from __future__ import annotations

from functions.catalog.checking.subject import Former, Subject
from functions.catalog.model.review import Draft, Review
from functions.catalog.store.review_records import ReviewEditRecord, ReviewRecord, review_pk
from functions.shared.plain.bodies import load
from functions.shared.store.listing import in_partition


def review_subject(record: ReviewRecord) -> Subject:
    one = load(Review, record.body)
    said = _whole(one)
    return Subject(
        one.id, "review", one.product_id, one.customer_id, one.author, said, one.created_at, one.visibility.value, int(record.version),
        one.hidden_reason, one.rating, _whole(one.pending) if one.pending else None, one.pending.media if one.pending else one.media,
    )  # fmt: skip


def former_reviews(review_id: str) -> list[Former]:
    """Oldest first."""
    found = in_partition(ReviewEditRecord, review_pk(review_id), beginning="EDIT#")
    before = [load(Review, record.body) for record in found]
    return [Former(one.revision, one.edited_at or one.created_at, _whole(one), one.rating) for one in before]


def _whole(said: Review | Draft) -> str:
    return "\n\n".join([said.text, *([said.follow_up.text] if said.follow_up else [])])
