"""Reviews: staff imports and moderates them."""

from __future__ import annotations

from typing import Any

from functions.catalog.model.review import Review
from functions.catalog.reviews.import_reviews import Imported, import_reviews
from functions.catalog.reviews.list_reviews import reviews_for_staff
from functions.catalog.reviews.moderate_review import decide_review, note_review, reply_to_review, shown_or_hidden
from functions.catalog.reviews.schemas import (
    ReplyIn,
    ReviewDetails,
    ReviewDetailsPage,
    ReviewImportIn,
    ReviewImportResult,
    ReviewPatch,
)
from functions.catalog.store.records import CatalogTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.plain.bodies import load

moderation_api = Api("reviews")

_MISSING = (404, "not_found")


@moderation_api.operation(
    "GET",
    "/v1/admin/products/{id}/reviews",
    summary="All reviews of a product, hidden ones too",
    permission="catalog.read",
    query=PageQuery,
    response=ReviewDetailsPage,
    errors=[_MISSING],
)
def get_all_reviews(req: Request[Any, PageQuery]) -> ReviewDetailsPage:
    page = reviews_for_staff(req.path["id"], limit=req.query.limit, cursor=req.query.cursor)
    rows = [ReviewDetails.stored(load(Review, record.body), int(record.version)) for record in page.data]
    return ReviewDetailsPage(data=rows, next_cursor=page.next_cursor)


@moderation_api.operation(
    "POST",
    "/v1/admin/products/{id}/reviews/import",
    summary="Take in reviews from elsewhere, marked as imported",
    permission="catalog.write",
    body=ReviewImportIn,
    response=ReviewImportResult,
    idempotent=CatalogTable,
    errors=[_MISSING],
)
def post_import(req: Request[ReviewImportIn, NoQuery]) -> ReviewImportResult:
    """Known by their external id: sending them again changes nothing. At most 50 per call."""

    def result(done: Imported) -> ReviewImportResult:
        return ReviewImportResult(created=done.created, unchanged=done.unchanged)

    reviews = [one.review() for one in req.body.reviews]
    return result(import_reviews(req.path["id"], reviews, remember=req.remembering(lambda done: Reply(result(done)))))


def _details(review: Review, version: int) -> Reply:
    return Reply(ReviewDetails.stored(review, version), etag=str(version))


@moderation_api.operation(
    "PATCH",
    "/v1/admin/reviews/{id}",
    summary="Hide a review or show it again, and keep notes on it",
    permission="catalog.write",
    body=ReviewPatch,
    response=ReviewDetails,
    idempotent=CatalogTable,
    errors=[_MISSING, (403, "forbidden"), (409, "nothing_to_decide"), (409, "version_conflict")],
    headers=("If-Match",),
)
def patch_review(req: Request[ReviewPatch, NoQuery]) -> Reply:
    """Whether it is shown is for who moderates alone (`moderation.write`). Of the reason for hiding (`other` unless told) shoppers see
    the count."""
    body, review_id, lock = req.body, req.path["id"], req.if_match()
    if "visibility" not in body.model_fields_set:
        return _details(*note_review(review_id, body.values(), if_match=lock, remember=req.remembering(_details)))
    decision = shown_or_hidden(review_id, body.visibility, body.reason, body.note, req.caller)
    remember, by = req.remembering(_details), req.caller.actor
    return _details(*decide_review(review_id, decision, values=body.values(), actor=by, if_match=lock, remember=remember))


@moderation_api.operation(
    "PUT",
    "/v1/admin/reviews/{id}/reply",
    summary="Reply to a review in the name of the shop",
    permission="reviews.reply",
    body=ReplyIn,
    response=ReviewDetails,
    idempotent=CatalogTable,
    errors=[_MISSING, (409, "version_conflict")],
    headers=("If-Match",),
)
def put_reply(req: Request[ReplyIn, NoQuery]) -> Reply:
    """In place of the reply of before. The review itself stays as its writer wrote it."""
    lock, remember = req.if_match(), req.remembering(_details)
    return _details(*reply_to_review(req.path["id"], req.body.text, by=req.caller.id, if_match=lock, remember=remember))
