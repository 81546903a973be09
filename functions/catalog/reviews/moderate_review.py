"""Who moderates shows a review, hides it with a reason, shows it again; staff keep notes on it and reply. The rating of its product
follows in the same moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.catalog.checking.cases import Action, Decision, KnownCase, Reason, decision_now, known_case
from functions.catalog.model.review import MerchantReply, Review, Visibility
from functions.catalog.reviews.own_reviews import KnownReview, find_review
from functions.catalog.reviews.review_writes import review_record, step_writes
from functions.catalog.store.repository import again_unless_taken
from functions.shared.auth.caller import Caller
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.transactions import Remember, Write, transact
from functions.shared.store.versions import check_version, keep_answer, locked_put

NOTHING_TO_DECIDE = "nothing_to_decide"


def decide_review(
    review_id: str, decision: Decision, *, values: Mapping[str, Any] | None = None, actor: Actor, if_match: int | None,
    remember: Remember[Review, int],
) -> KnownReview:  # fmt: skip
    """`values`: notes that are kept with it. Raises NotFound, VersionConflict, Conflict (409 `nothing_to_decide`)."""

    def attempt() -> KnownReview:
        record = find_review(review_id)
        check_version(record.version, if_match)
        before, version = load(Review, record.body), int(record.version)
        known = known_case(review_id, before.product_id)
        after = replace(decided(before, decision, known), **values or {})
        if after == before and not known.case.is_open:
            keep_answer(remember(before, version))
            return before, version
        after, writes = step_writes(before, after, version, actor)
        case = known.case.decided(decision, more_waits=after.pending is not None)
        transact([*writes, known.written(case), *remember(after, version + 1)])
        return after, version + 1

    return again_unless_taken(attempt)


def decided(before: Review, decision: Decision, known: KnownCase) -> Review:
    reason = decision.reason.value if decision.reason else None
    is_shown, waits = before.visibility is Visibility.VISIBLE, before.pending is not None
    shown: dict[str, Any] = {"visibility": Visibility.VISIBLE, "hidden_reason": None}
    if before.visibility is Visibility.DELETED:
        raise Conflict("Its writer took the review away.", code=NOTHING_TO_DECIDE)
    match decision.action:
        case Action.APPROVE if before.pending is not None:
            return replace(before.with_draft(before.pending), **shown)
        case Action.APPROVE if before.visibility is Visibility.PENDING or (is_shown and known.case.is_open):
            return replace(before, **shown)
        case Action.REJECT if before.visibility is Visibility.PENDING:
            return replace(before, visibility=Visibility.HIDDEN, pending=None, hidden_reason=reason)
        case Action.REJECT if waits:
            return replace(before, pending=None)
        case Action.HIDE if before.visibility is not Visibility.HIDDEN:
            return replace(before, visibility=Visibility.HIDDEN, hidden_reason=reason)
        case Action.HIDE:
            return before
        case Action.RESTORE if before.visibility is Visibility.HIDDEN or is_shown:
            return replace(before, **shown)
    raise Conflict("There is nothing of it that waits for this.", code=NOTHING_TO_DECIDE)


def shown_or_hidden(review_id: str, wanted: str, reason: Reason | None, note: str, caller: Caller) -> Decision:
    """Without a reason, as clients of 0.2.0 hide, it counts as `other`. Raises Forbidden (403) for who does not moderate."""
    caller.require("moderation.write")
    if wanted == Visibility.HIDDEN:
        return decision_now(Action.HIDE, reason or Reason.OTHER, note, caller.id)
    waits = load(Review, find_review(review_id).body).visibility is Visibility.PENDING
    return decision_now(Action.APPROVE if waits else Action.RESTORE, None, note, caller.id)


def note_review(review_id: str, values: Mapping[str, Any], *, if_match: int | None, remember: Remember[Review, int]) -> KnownReview:
    """Raises NotFound, VersionConflict (409)."""
    return _changed(review_id, lambda before: replace(before, **values), if_match, remember)


def reply_to_review(review_id: str, text: str, *, by: str, if_match: int | None, remember: Remember[Review, int]) -> KnownReview:
    """In place of the reply of before. Raises NotFound, also for one that its writer took away, and VersionConflict (409)."""

    def replied(before: Review) -> Review:
        if before.visibility is Visibility.DELETED:
            raise NotFound("There is no such review.")
        if before.reply and before.reply.text == text:
            return before
        return replace(before, reply=MerchantReply(text, times.iso(clock.now()), by))

    return _changed(review_id, replied, if_match, remember)


def _changed(review_id: str, change: Any, if_match: int | None, remember: Remember[Review, int]) -> KnownReview:
    def attempt() -> KnownReview:
        record = find_review(review_id)
        check_version(record.version, if_match)
        before, version = load(Review, record.body), int(record.version)
        after = change(before)
        if after == before:
            keep_answer(remember(before, version))
            return before, version
        put: Write = locked_put(review_record(after, version + 1), version)
        transact([put, *remember(after, version + 1)])
        return after, version + 1

    return again_unless_taken(attempt)
