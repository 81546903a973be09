"""A buyer reviews what has arrived: once per order line, and once more after some time of use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.catalog.model.review import FollowUp, Review
from functions.catalog.reviews.review_media import own_media_writes
from functions.catalog.reviews.review_rights import BoughtLine, delivered_lines
from functions.catalog.reviews.review_writes import rating_writes, review_record
from functions.catalog.store.repository import again_unless_taken, product_record
from functions.catalog.store.review_records import REVIEW_SK, ReviewRecord, review_pk
from functions.shared.events.contracts.catalog import ReviewWritten
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Forbidden, NotFound
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Remember, put_new, transact
from functions.shared.store.versions import locked_put


@dataclass(frozen=True)
class Opinion:
    rating: int
    text: str
    author: str
    media: list[str]


def write_review(
    product_id: str,
    customer_id: str,
    opinion: Opinion,
    *,
    line_id: str | None,
    actor: Actor,
    remember: Remember[Review],
    metadata: dict[str, str] | None = None,
) -> Review:
    """Of the named order line, else of the first one without a review.

    Raises Forbidden (403 `not_a_buyer`, `not_delivered_yet`), Conflict (409 `already_reviewed`), NotFound for an unknown product,
    Invalid (422 `unknown_media`) for a picture that is not the buyer's own.
    """
    product_record(product_id)
    lines = delivered_lines(customer_id, product_id)
    line = _line([one for one in lines if line_id in (None, one.line_id)])
    review = Review(
        id=_id(line),
        product_id=product_id,
        created_at=times.iso(clock.now()),
        customer_id=customer_id,
        order_id=line.order_id,
        line_id=line.line_id,
        variant_id=line.variant_id,
        metadata=metadata or {},
        **vars(opinion),
    )
    event = event_put(
        ReviewRecord,
        review_pk(review.id),
        ReviewWritten(review.id, product_id, line.variant_id, line.order_id, review.rating, review.metadata, customer_id),
        subject=review.id,
        actor=actor,
    )
    transact(
        [
            put_new(review_record(review), _reviewed(review.id)),
            *own_media_writes(review.media, customer_id),
            *rating_writes(product_id, {review.rating: 1}),
            event,
            *remember(review),
        ]
    )
    return review


def follow_up(product_id: str, review_id: str, customer_id: str, text: str, media: list[str], *, remember: Remember[Review]) -> Review:
    """Raises NotFound, Forbidden (403) for somebody else's review, Conflict (409 `already_followed_up`)."""

    def attempt() -> Review:
        record = find_review(review_id)
        review = load(Review, record.body)
        if review.product_id != product_id:
            raise NotFound("There is no such review.")
        if review.customer_id != customer_id:
            raise Forbidden("Only its writer can add to a review.")
        if review.follow_up is not None:
            raise Conflict("The review has its follow-up.", code="already_followed_up")
        after = replace(review, follow_up=FollowUp(text, media, times.iso(clock.now())))
        version = int(record.version)
        put = locked_put(review_record(after, version + 1), version)
        transact([put, *own_media_writes(media, customer_id), *remember(after)])
        return after

    return again_unless_taken(attempt)


def find_review(review_id: str) -> ReviewRecord:
    """Raises NotFound."""
    record = find(ReviewRecord, review_pk(review_id), REVIEW_SK) if ids.is_id("rev", review_id) else None
    if record is None:
        raise NotFound("There is no such review.")
    return record


def _line(lines: Sequence[BoughtLine]) -> BoughtLine:
    if not lines:
        raise Forbidden("This order line is not yours, or not of this product.", code="not_a_buyer")
    found = find_many({ReviewRecord: [(review_pk(_id(line)), REVIEW_SK) for line in lines]})
    written = {pk for _, pk, _ in found}
    free = [line for line in lines if review_pk(_id(line)) not in written]
    if not free:
        raise _reviewed(_id(lines[0]))
    return free[0]


def _id(line: BoughtLine) -> str:
    """One review per order line, whoever tries at the same time."""
    return ids.derived_id("rev", line.order_id, line.line_id)


def _reviewed(review_id: str) -> Conflict:
    return Conflict("This purchase has its review.", code="already_reviewed", id=review_id)
