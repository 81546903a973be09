"""Files of everything on sale, for whoever fetches them; and which there are, for staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.catalog.feeds.feed import Feed, Feeds
from functions.catalog.feeds.feed_records import feeds, set_feeds, state_of
from functions.catalog.feeds.files import file_key
from functions.catalog.feeds.formats import FILES
from functions.catalog.feeds.list_problems import list_problems
from functions.catalog.feeds.schemas import FeedQuery, FeedsModel, FeedsView, FeedView, ProblemPage, ProblemsQuery, ProblemView
from functions.catalog.store.records import CatalogTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.outside.objects import download_url
from functions.shared.plain.errors import NotFound, Unavailable

feed_api = Api("catalog")
_LINK = timedelta(hours=1)
_SOON = 300
"""Seconds until the next run."""


@feed_api.operation(
    "GET",
    "/v1/feeds/{file}",
    summary="A file of everything on sale: google.xml, meta.csv, openai.jsonl or wechat.jsonl",
    query=FeedQuery,
    errors=[(404, "not_found"), (503, "feed_not_ready")],
    status=302,
    cache="public, max-age=60",
)
def get_file(req: Request[Any, FeedQuery]) -> Reply:
    """302 to the file, which is compressed (`Content-Encoding: gzip`), can be read in ranges and is at most some minutes old. It holds
    everything: what it does not name is not on sale."""
    feed, form = feeds()[0].named(req.query.feed), FILES.get(req.path["file"])
    if feed is None or form is None or form.kind not in feed.kinds:
        raise NotFound("There is no such feed.")
    if form.kind not in state_of(feed.code).sizes:
        raise Unavailable("The feed is made within some minutes.", code="feed_not_ready", retry_after=_SOON)
    return Reply(None, status=302, headers={"Location": download_url(file_key(feed.code, form.kind), lasts=_LINK)})


def _reply(found: Feeds, version: int) -> Reply:
    return Reply(FeedsView.of(found, version), etag=str(version))


_document = Document("feeds", _reply, lambda: _reply(*feeds()))


@feed_api.operation("GET", "/v1/admin/feeds", summary="The feeds", permission="settings.read", response=FeedsView)
def get_feeds(_: Request[Any, NoQuery]) -> Reply:
    return _reply(*feeds())


@feed_api.operation(
    "PUT",
    "/v1/admin/feeds",
    summary="Set the feeds",
    permission="settings.write",
    body=FeedsModel,
    response=FeedsView,
    idempotent=CatalogTable,
    errors=[(409, "version_conflict"), (422, "named_twice"), (422, "link_unreadable")],
    headers=("If-Match",),
)
def put_feeds(req: Request[FeedsModel, NoQuery]) -> Reply:
    """Their files follow with the next run of the schedule `feeds`, every five minutes."""
    return _reply(*set_feeds(req.body.wanted(), if_match=req.if_match(), remember=_document.remembering(req)))


_document.restored_by(
    feed_api,
    put_feeds,
    "/v1/admin/feeds",
    body=FeedsModel,
    response=FeedsView,
    permission="settings.write",
    idempotent=CatalogTable,
    errors=[(422, "named_twice"), (422, "link_unreadable")],
)


@feed_api.operation(
    "GET",
    "/v1/admin/feeds/{code}",
    summary="How a feed is",
    permission="catalog.read",
    response=FeedView,
    errors=[(404, "not_found")],
)
def get_feed(req: Request[Any, NoQuery]) -> FeedView:
    return FeedView.at(_feed(req.path["code"]), state_of(req.path["code"]))


@feed_api.operation(
    "GET",
    "/v1/admin/feeds/{code}/problems",
    summary="What is wrong with the products of a feed",
    permission="catalog.read",
    query=ProblemsQuery,
    response=ProblemPage,
    errors=[(404, "not_found"), (400, "invalid_cursor")],
)
def get_problems(req: Request[Any, ProblemsQuery]) -> ProblemPage:
    """A page may be short without being the last: `next_cursor` tells."""
    page = list_problems(_feed(req.path["code"]), limit=req.query.limit, cursor=req.query.cursor)
    return ProblemPage(data=[ProblemView.of(one.product_id, one.problem) for one in page.data], next_cursor=page.next_cursor)


def _feed(code: str) -> Feed:
    feed = feeds()[0].named(code)
    if feed is None:
        raise NotFound("There is no such feed.")
    return feed
