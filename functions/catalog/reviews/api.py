"""Reviews: shoppers read them, buyers write them."""

from __future__ import annotations

from typing import Any

from functions.catalog.model.review import Review
from functions.catalog.reviews.list_reviews import reviews_for_shoppers
from functions.catalog.reviews.schemas import (
    FollowUpIn,
    RatingSummary,
    ReviewIn,
    ReviewPage,
    ReviewsQuery,
    ReviewView,
)
from functions.catalog.reviews.write_review import follow_up, write_review
from functions.catalog.store.records import CatalogTable
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import MOVED

review_api = Api("reviews")

_MISSING = (404, "not_found")


@review_api.operation(
    "GET",
    "/v1/products/{id}/reviews",
    summary="Reviews of a product, newest first, and what they add up to",
    query=ReviewsQuery,
    response=ReviewPage,
    errors=[_MISSING, MOVED],
    cache="public, max-age=2, stale-while-revalidate=2",
)
def get_reviews(req: Request[Any, ReviewsQuery]) -> ReviewPage:
    page, rating = reviews_for_shoppers(req.path["id"], rating=req.query.rating, limit=req.query.limit, cursor=req.query.cursor)
    rows = [ReviewView.of(load(Review, record.body)) for record in page.data]
    return ReviewPage(data=rows, summary=RatingSummary.of(rating), next_cursor=page.next_cursor)


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
    errors=[_MISSING, (403, "verification_required"), (403, "not_a_buyer"), (403, "not_delivered_yet"), (409, "already_reviewed")],
)
def post_review(req: Request[ReviewIn, NoQuery]) -> Reply:
    """One review per delivered order line."""
    review = write_review(
        req.path["id"],
        req.caller.id,
        req.body.opinion(),
        line_id=req.body.line_id,
        metadata=req.body.metadata,
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
    errors=[_MISSING, (403, "verification_required"), (403, "forbidden"), (409, "already_followed_up")],
)
def post_follow_up(req: Request[FollowUpIn, NoQuery]) -> ReviewView:
    review = follow_up(
        req.path["id"],
        req.path["review_id"],
        req.caller.id,
        req.body.text,
        req.body.media,
        remember=req.remembering(lambda after: Reply(ReviewView.of(after))),
    )
    return ReviewView.of(review)
