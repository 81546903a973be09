"""Reviews: shoppers read them, buyers write them."""

from __future__ import annotations

from typing import Any

from functions.catalog.checking.check_text import device_of
from functions.catalog.model.review import Review
from functions.catalog.reviews.list_reviews import reviews_for_shoppers
from functions.catalog.reviews.own_reviews import delete_review, edit_review, own_review
from functions.catalog.reviews.schemas import (
    FollowUpIn,
    OwnReview,
    RatingSummary,
    ReviewEdit,
    ReviewIn,
    ReviewPage,
    ReviewsQuery,
    ReviewView,
    VoteView,
)
from functions.catalog.reviews.vote_review import Voted, vote_review
from functions.catalog.reviews.write_review import follow_up, write_review
from functions.catalog.store.records import CatalogTable
from functions.pricing import kept_private
from functions.promotions import asker_of
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.errors import MOVED

review_api = Api("reviews")

_ONE = "/v1/products/{id}/reviews/{review_id}"
_MISSING, _STALE, _OTHERS, _BANNED = (404, "not_found"), (409, "version_conflict"), (403, "forbidden"), (403, "author_banned")


def _device(req: Request[Any, Any]) -> str:
    return device_of(req.headers.get("x-device-id", ""), req.source_ip, req.headers.get("user-agent", ""))


def _own(review: Review, version: int) -> Reply:
    return Reply(OwnReview.stored(review, version), etag=str(version))


def _voted(voted: Voted) -> Reply:
    return Reply(VoteView(helpful=voted.helpful, voted=voted.voted))


@review_api.operation(
    "GET",
    "/v1/products/{id}/reviews",
    summary="Reviews of a product, newest first, and what they add up to",
    query=ReviewsQuery,
    response=ReviewPage,
    errors=[_MISSING, MOVED],
    cache="public, max-age=2, stale-while-revalidate=2",
)
def get_reviews(req: Request[Any, ReviewsQuery]) -> Reply:
    who = asker_of(req.caller)
    shown = reviews_for_shoppers(req.path["id"], who, rating=req.query.rating, limit=req.query.limit, cursor=req.query.cursor)
    rows = [ReviewView.of(review, helpful) for review, helpful in shown.reviews]
    page = ReviewPage(data=rows, summary=RatingSummary.of(shown.rating, shown.hidden), next_cursor=shown.next_cursor)
    return kept_private(page, for_some=shown.for_some)


@review_api.operation(
    "POST",
    "/v1/products/{id}/reviews",
    summary="Review what one has bought",
    permission=SIGNED_IN,
    body=ReviewIn,
    response=ReviewView,
    status=201,
    idempotent=CatalogTable,
    verified_only=True,
    errors=[_MISSING, (403, "verification_required"), (403, "not_a_buyer"), (403, "not_delivered_yet"), _BANNED, (409, "already_reviewed")],
    headers=("X-Device-Id",),
)
def post_review(req: Request[ReviewIn, NoQuery]) -> Reply:
    """One review per delivered order line. What the shop's checks stop is shown once somebody has looked at it (`GET …/{review_id}`)."""
    review = write_review(
        req.path["id"],
        req.caller.id,
        req.body.opinion(),
        line_id=req.body.line_id,
        metadata=req.body.metadata,
        device=_device(req),
        actor=req.caller.actor,
        remember=req.remembering(lambda made: Reply(ReviewView.of(made), 201)),
    )
    return Reply(ReviewView.of(review), 201)


@review_api.operation(
    "POST",
    "/v1/products/{id}/reviews/{review_id}/follow_up",
    summary="Add to one's review after some time of use",
    permission=SIGNED_IN,
    body=FollowUpIn,
    response=ReviewView,
    idempotent=CatalogTable,
    verified_only=True,
    errors=[_MISSING, (403, "verification_required"), (403, "forbidden"), _BANNED, (409, "already_followed_up")],
    headers=("X-Device-Id",),
)
def post_follow_up(req: Request[FollowUpIn, NoQuery]) -> ReviewView:
    review = follow_up(
        req.path["id"],
        req.path["review_id"],
        req.caller.id,
        req.body.text,
        req.body.media,
        device=_device(req),
        actor=req.caller.actor,
        remember=req.remembering(lambda after: Reply(ReviewView.of(after))),
    )
    return ReviewView.of(review)


@review_api.operation(
    "GET", _ONE, summary="One's own review, also while it waits", permission=SIGNED_IN, response=OwnReview, errors=[_MISSING, _OTHERS]
)
def get_own_review(req: Request[Any, NoQuery]) -> Reply:
    return _own(*own_review(req.path["id"], req.path["review_id"], req.caller.id))


@review_api.operation(
    "PATCH", _ONE, summary="Edit one's review", permission=SIGNED_IN, body=ReviewEdit, response=OwnReview, idempotent=CatalogTable,
    verified_only=True, headers=("If-Match", "X-Device-Id"),
    errors=[_MISSING, (403, "verification_required"), _OTHERS, _BANNED, _STALE, (422, "unknown_media")],
)  # fmt: skip
def patch_own_review(req: Request[ReviewEdit, NoQuery]) -> Reply:
    """What shoppers read stays until somebody has looked at the new text (`pending`), unless the shop shows edits at once."""
    found = edit_review(
        req.path["id"], req.path["review_id"], req.caller.id, req.body.values(), device=_device(req), actor=req.caller.actor,
        if_match=req.if_match(), remember=req.remembering(_own),
    )  # fmt: skip
    return _own(*found)


@review_api.operation(
    "DELETE", _ONE, summary="Take one's review away", permission=SIGNED_IN, status=204, idempotent=CatalogTable, headers=("If-Match",),
    errors=[_MISSING, _OTHERS, _STALE],
)  # fmt: skip
def delete_own_review(req: Request[Any, NoQuery]) -> Reply:
    """The purchase can be reviewed again."""
    remember = req.remembering(lambda: Reply(status=204))
    delete_review(req.path["id"], req.path["review_id"], req.caller.id, actor=req.caller.actor, if_match=req.if_match(), remember=remember)
    return Reply(status=204)


@review_api.operation(
    "PUT", f"{_ONE}/vote", summary="Say that a review helped", permission=SIGNED_IN, response=VoteView, idempotent=CatalogTable,
    errors=[_MISSING, (403, "own_review"), _BANNED],
)  # fmt: skip
def put_vote(req: Request[Any, NoQuery]) -> Reply:
    """One vote each, for the text that is there: an edited review begins without any."""
    path, remember = req.path, req.remembering(_voted)
    return _voted(vote_review(path["id"], path["review_id"], req.caller.id, True, remember=remember))


@review_api.operation(
    "DELETE", f"{_ONE}/vote", summary="Take one's vote back", permission=SIGNED_IN, response=VoteView, idempotent=CatalogTable,
    errors=[_MISSING, (403, "own_review"), _BANNED],
)  # fmt: skip
def delete_vote(req: Request[Any, NoQuery]) -> Reply:
    path, remember = req.path, req.remembering(_voted)
    return _voted(vote_review(path["id"], path["review_id"], req.caller.id, False, remember=remember))
