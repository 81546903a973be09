"""What readers see of articles, as staff decide it."""

from __future__ import annotations

from typing import Any

from functions.content.store.articles import Known
from functions.content.store.records import ContentTable
from functions.content.writing.publish_article import archive, publish, unplan
from functions.content.writing.schemas import ArticlePublishIn, ArticleRow
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.outside import clock
from functions.shared.plain import times

publishing_api = Api("content")
_ONE = "/v1/admin/articles/{id}"
_MISSING, _STALE = (404, "not_found"), (409, "version_conflict")


def _reply(known: Known) -> Reply:
    return Reply(ArticleRow.of(known, times.iso(clock.now())), etag=str(known.version))


@publishing_api.operation(
    "POST", f"{_ONE}/publish", summary="Publish an article", permission="content.write", body=ArticlePublishIn, response=ArticleRow,
    idempotent=ContentTable, errors=[_MISSING, _STALE, (422, "time_passed")], headers=("If-Match",),
)  # fmt: skip
def post_publish(req: Request[ArticlePublishIn, NoQuery]) -> Reply:
    """Readers see it within 15 seconds; what is planned, at its second. Another plan takes the place of one."""
    body, lock = req.body, req.if_match()
    return _reply(publish(req.path["id"], body.edition, body.at, if_match=lock, remember=req.remembering(_reply)))


@publishing_api.operation(
    "POST", f"{_ONE}/unplan", summary="Do not publish what is planned", permission="content.write", response=ArticleRow,
    idempotent=ContentTable, errors=[_MISSING, _STALE, (409, "nothing_planned")], headers=("If-Match",),
)  # fmt: skip
def post_unplan(req: Request[Any, NoQuery]) -> Reply:
    return _reply(unplan(req.path["id"], if_match=req.if_match(), remember=req.remembering(_reply)))


@publishing_api.operation(
    "POST", f"{_ONE}/archive", summary="Take an article from sight", permission="content.write", response=ArticleRow,
    idempotent=ContentTable, errors=[_MISSING, _STALE, (409, "not_published")], headers=("If-Match",),
)  # fmt: skip
def post_archive(req: Request[Any, NoQuery]) -> Reply:
    """It can be published again."""
    return _reply(archive(req.path["id"], if_match=req.if_match(), remember=req.remembering(_reply)))
