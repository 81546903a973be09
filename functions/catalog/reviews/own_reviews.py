"""What the writer of a review may do with it: edit it, and take it away. What was shown before is kept for who moderates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.catalog.checking.cases import ended
from functions.catalog.checking.check_text import Said, check_text
from functions.catalog.model.review import Draft, Review, Visibility
from functions.catalog.reviews.review_media import own_media_writes
from functions.catalog.reviews.review_writes import step_writes
from functions.catalog.store.repository import again_unless_taken
from functions.catalog.store.review_records import REVIEW_SK, ReviewRecord, review_pk
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Forbidden, NotFound
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, keep_answer

KnownReview = tuple[Review, int]


def find_review(review_id: str) -> ReviewRecord:
    """Raises NotFound."""
    record = find(ReviewRecord, review_pk(review_id), REVIEW_SK) if ids.is_id("rev", review_id) else None
    if record is None:
        raise NotFound("There is no such review.")
    return record


def own_review(product_id: str, review_id: str, customer_id: str) -> KnownReview:
    """Raises NotFound, also for one that was taken away, and Forbidden (403) for somebody else's."""
    record = find_review(review_id)
    review = load(Review, record.body)
    if review.product_id != product_id or review.visibility is Visibility.DELETED:
        raise NotFound("There is no such review.")
    if review.customer_id != customer_id:
        raise Forbidden("Only its writer can do this with a review.")
    return review, int(record.version)


def edit_review(
    product_id: str, review_id: str, customer_id: str, values: Mapping[str, Any], *,
    device: str, actor: Actor, if_match: int | None, remember: Remember[Review, int],
) -> KnownReview:  # fmt: skip
    """What shoppers read stays as it is until somebody has looked at the new text, unless the shop shows edits at once.

    Raises NotFound, Forbidden (403, `author_banned`), VersionConflict (409), Invalid (422 `unknown_media`).
    """

    def attempt() -> KnownReview:
        before, version = own_review(product_id, review_id, customer_id)
        check_version(version, if_match)
        latest = before.pending or _draft(before)
        draft = replace(latest, **values, at=times.iso(clock.now()))
        if replace(draft, at=latest.at) == latest:
            keep_answer(remember(before, version))
            return before, version
        # What nobody may read, or waits already, is shown by who moderates alone.
        must_wait = before.visibility is not Visibility.VISIBLE or before.pending is not None or before.hidden_reason is not None
        checked = check_text(Said(review_id, product_id, customer_id, draft.text, device, is_edit=True, must_wait=must_wait))
        after, writes = step_writes(before, replace(before, pending=draft) if checked.waits else before.with_draft(draft), version, actor)
        added = [one for one in draft.media if one not in {*before.media, *latest.media}]
        transact([*writes, *own_media_writes(added, customer_id), *checked.writes, *remember(after, version + 1)])
        return after, version + 1

    return again_unless_taken(attempt)


def delete_review(
    product_id: str, review_id: str, customer_id: str, *, actor: Actor, if_match: int | None, remember: Remember[[]]
) -> None:  # fmt: skip
    """Nobody reads it any more, and it counts no more; who moderates still knows what it said. Raises NotFound, Forbidden (403),
    VersionConflict (409)."""

    def attempt() -> None:
        before, version = own_review(product_id, review_id, customer_id)
        check_version(version, if_match)
        after = replace(
            before, visibility=Visibility.DELETED, text="", author="", media=[], follow_up=None, pending=None, reply=None,
            revision=before.revision + 1,
        )  # fmt: skip
        _, writes = step_writes(before, after, version, actor)
        transact([*writes, *ended(review_id, product_id), *remember()])

    again_unless_taken(attempt)


def _draft(review: Review) -> Draft:
    return Draft(review.rating, review.text, review.author, review.media, review.edited_at or review.created_at, review.follow_up)
