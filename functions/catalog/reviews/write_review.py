"""A buyer reviews what has arrived: once per order line, and once more after some time of use. Deleted, it may be written again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.catalog.checking.check_text import Checked, Said, check_text
from functions.catalog.model.review import Draft, FollowUp, Opinion, Review, Visibility
from functions.catalog.reviews.own_reviews import find_review, own_review
from functions.catalog.reviews.review_media import own_media_writes
from functions.catalog.reviews.review_rights import BoughtLine, delivered_lines
from functions.catalog.reviews.review_writes import rating_writes, review_record, step_writes
from functions.catalog.store.repository import again_unless_taken, product_record
from functions.catalog.store.review_records import REVIEW_SK, ReviewRecord, review_pk
from functions.shared.events.contracts.catalog import ReviewWritten
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Conflict, Forbidden
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Remember, Write, put_new, transact


def write_review(
    product_id: str,
    customer_id: str,
    opinion: Opinion,
    *,
    line_id: str | None,
    device: str,
    actor: Actor,
    remember: Remember[Review],
    metadata: dict[str, str] | None = None,
) -> Review:
    """Of the named order line, else of the first one without a review. Shown at once, or once somebody has looked at it.

    Raises Forbidden (403 `not_a_buyer`, `not_delivered_yet`, `author_banned`), Conflict (409 `already_reviewed`), NotFound for an unknown
    product, Invalid (422 `unknown_media`) for a picture that is not the buyer's own.
    """
    product_record(product_id)
    lines = delivered_lines(customer_id, product_id)

    def attempt() -> Review:
        line = _line([one for one in lines if line_id in (None, one.line_id)])
        review_id = _id(line)
        before = find_review(review_id) if line.again else None
        said = Said(
            review_id, product_id, customer_id, opinion.text, device, is_edit=before is not None,
            must_wait=before is not None and load(Review, before.body).hidden_reason is not None,
        )  # fmt: skip
        checked, now = check_text(said), times.iso(clock.now())
        if before is None:
            review, writes = _first(line, product_id, customer_id, opinion, metadata or {}, checked, now, actor)
        else:
            review, writes = _again(before, opinion, metadata or {}, checked, now, actor)
        transact([*writes, *own_media_writes(review.media, customer_id), *checked.writes, *remember(review)])
        return review

    return again_unless_taken(attempt)


def follow_up(
    product_id: str, review_id: str, customer_id: str, text: str, media: list[str], *, device: str, actor: Actor, remember: Remember[Review]
) -> Review:
    """Raises NotFound, Forbidden (403) for somebody else's review or of somebody banned, Conflict (409 `already_followed_up`)."""

    def attempt() -> Review:
        before, version = own_review(product_id, review_id, customer_id)
        if before.follow_up is not None or (before.pending is not None and before.pending.follow_up is not None):
            raise Conflict("The review has its follow-up.", code="already_followed_up")
        must_wait = before.pending is not None or before.visibility is not Visibility.VISIBLE
        checked = check_text(Said(review_id, product_id, customer_id, text, device, must_wait=must_wait))
        added = FollowUp(text, media, times.iso(clock.now()))
        if checked.waits:
            shown = before.pending or Draft(before.rating, before.text, before.author, before.media, added.created_at)
            after = replace(before, pending=replace(shown, follow_up=added))
        else:
            after = replace(before, follow_up=added)
        after, writes = step_writes(before, after, version, actor)
        transact([*writes, *own_media_writes(media, customer_id), *checked.writes, *remember(after)])
        return after

    return again_unless_taken(attempt)


def _first(
    line: BoughtLine,
    product_id: str,
    customer_id: str,
    opinion: Opinion,
    metadata: dict[str, str],
    checked: Checked,
    now: str,
    actor: Actor,
) -> tuple[Review, list[Write]]:
    shown = not checked.waits
    review = Review(
        id=_id(line),
        product_id=product_id,
        created_at=now,
        visibility=Visibility.VISIBLE if shown else Visibility.PENDING,
        customer_id=customer_id,
        order_id=line.order_id,
        line_id=line.line_id,
        variant_id=line.variant_id,
        metadata=metadata,
        approved_at=now if shown else None,
        **vars(opinion),
    )
    written = ReviewWritten(review.id, product_id, line.variant_id, line.order_id, review.rating, review.metadata, customer_id, shown)
    event = event_put(ReviewRecord, review_pk(review.id), written, subject=review.id, actor=actor)
    counted = rating_writes(product_id, {review.rating: int(shown)})
    return review, [put_new(review_record(review), Overtaken()), *counted, event]


def _again(
    record: ReviewRecord, opinion: Opinion, metadata: dict[str, str], checked: Checked, now: str, actor: Actor
) -> tuple[Review, list[Write]]:
    """It is the next revision of the one review of its order line: what it brought once it does not bring again."""
    before = load(Review, record.body)
    visibility = Visibility.PENDING if checked.waits else Visibility.VISIBLE
    revised = before.with_draft(Draft(**vars(opinion), at=now))
    after = replace(revised, visibility=visibility, created_at=now, edited_at=None, reply=None, metadata=metadata)
    return step_writes(before, after, int(record.version), actor)


def _line(lines: Sequence[BoughtLine]) -> BoughtLine:
    """The first without a review, else the first whose review was deleted (`again`)."""
    if not lines:
        raise Forbidden("This order line is not yours, or not of this product.", code="not_a_buyer")
    found = find_many({ReviewRecord: [(review_pk(_id(line)), REVIEW_SK) for line in lines]})
    written = {pk: load(Review, record.body).visibility is Visibility.DELETED for (_, pk, _), record in found.items()}
    free = [line for line in lines if review_pk(_id(line)) not in written]
    deleted = [replace(line, again=True) for line in lines if written.get(review_pk(_id(line)))]
    if not free and not deleted:
        raise _reviewed(_id(lines[0]))
    return [*free, *deleted][0]


def _id(line: BoughtLine) -> str:
    """One review per order line, whoever tries at the same time."""
    return ids.derived_id("rev", line.order_id, line.line_id)


def _reviewed(review_id: str) -> Conflict:
    return Conflict("This purchase has its review.", code="already_reviewed", id=review_id)
