"""Articles as staff write them."""

from __future__ import annotations

from typing import Any

from functions.content.blocks.show_blocks import Reader
from functions.content.model.article import Edition
from functions.content.model.card import Card
from functions.content.reading.find_articles import article_view
from functions.content.reading.schemas import ArticleView
from functions.content.store.articles import Known, articles_page, edition_of, editions_page, known_article
from functions.content.store.records import ContentTable
from functions.content.writing.make_card import face_of
from functions.content.writing.save_article import create_article, roll_back, save_article
from functions.content.writing.schemas import (
    ArticleEditionOut,
    ArticleEditionPage,
    ArticleEditionRow,
    ArticleIn,
    ArticleOut,
    ArticlePage,
    ArticlePreviewQuery,
    ArticleRollBackIn,
    ArticleRow,
    ArticlesQuery,
)
from functions.pricing import STRANGER
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound

articles_api = Api("content")
_BASE, _ONE = "/v1/admin/articles", "/v1/admin/articles/{id}"
_READ, _WRITE = "content.read", "content.write"
_MISSING, _STALE, _TAKEN, _CATEGORY = (404, "not_found"), (409, "version_conflict"), (409, "slug_taken"), (422, "unknown_category")


def _reply(known: Known, edition: Edition, status: int = 200) -> Reply:
    return Reply(ArticleOut.made_of(known, edition, times.iso(clock.now())), status, etag=str(known.version))


def _created(known: Known, edition: Edition) -> Reply:
    return _reply(known, edition, 201)


@articles_api.operation(
    "GET", _BASE, summary="Articles", permission=_READ, query=ArticlesQuery, response=ArticlePage, errors=[(400, "invalid_cursor")]
)
def get_articles(req: Request[Any, ArticlesQuery]) -> ArticlePage:
    """The newest first."""
    query, now = req.query, times.iso(clock.now())
    page = articles_page(query.status, query.category, now, limit=query.limit, cursor=query.cursor)
    return ArticlePage(data=[ArticleRow.of(known, now) for known in page.data], next_cursor=page.next_cursor)


@articles_api.operation(
    "POST", _BASE, summary="Write an article", permission=_WRITE, status=201, body=ArticleIn, response=ArticleOut, idempotent=ContentTable,
    errors=[_TAKEN, _CATEGORY],
)  # fmt: skip
def post_article(req: Request[ArticleIn, NoQuery]) -> Reply:
    """A draft: nobody sees it before it is published."""
    body = req.body
    made = create_article(body.slug, body.content(), body.note, caller=req.caller, remember=req.remembering(_created))
    return _created(*made)


@articles_api.operation("GET", _ONE, summary="An article", permission=_READ, response=ArticleOut, errors=[_MISSING])
def get_article(req: Request[Any, NoQuery]) -> Reply:
    known = known_article(req.path["id"])
    return _reply(known, edition_of(known.article.id, known.article.latest))


@articles_api.operation(
    "PUT", _ONE, summary="Save an article", permission=_WRITE, body=ArticleIn, response=ArticleOut, idempotent=ContentTable,
    errors=[_MISSING, _STALE, _TAKEN, _CATEGORY], headers=("If-Match",),
)  # fmt: skip
def put_article(req: Request[ArticleIn, NoQuery]) -> Reply:
    """A new edition; readers see it once it is published. Another slug holds at once, and the old one leads to it."""
    body, lock = req.body, req.if_match()
    remember = req.remembering(_reply)
    saved = save_article(req.path["id"], body.slug, body.content(), body.note, if_match=lock, caller=req.caller, remember=remember)
    return _reply(*saved)


@articles_api.operation(
    "GET", f"{_ONE}/editions", summary="What an article said before", permission=_READ, query=PageQuery, response=ArticleEditionPage,
    errors=[_MISSING, (400, "invalid_cursor")],
)  # fmt: skip
def get_editions(req: Request[Any, PageQuery]) -> ArticleEditionPage:
    """The newest first."""
    article = known_article(req.path["id"]).article
    page = editions_page(article.id, limit=req.query.limit, cursor=req.query.cursor)
    return ArticleEditionPage(data=[ArticleEditionRow.of(one) for one in page.data], next_cursor=page.next_cursor)


@articles_api.operation(
    "GET",
    f"{_ONE}/editions/{{number}}",
    summary="An edition of an article",
    permission=_READ,
    response=ArticleEditionOut,
    errors=[_MISSING],
)
def get_edition(req: Request[Any, NoQuery]) -> ArticleEditionOut:
    """With its texts as readers would get them: the preview."""
    number = req.path["number"]
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise NotFound("There is no such edition of the article.")
    return ArticleEditionOut.whole(edition_of(known_article(req.path["id"]).article.id, int(number)))


@articles_api.operation(
    "GET", f"{_ONE}/preview", summary="An article as readers would get it", permission=_READ, query=ArticlePreviewQuery,
    response=ArticleView, errors=[_MISSING],
)  # fmt: skip
def get_preview(req: Request[Any, ArticlePreviewQuery]) -> ArticleView:
    """A draft, too, with product cards as of now, as whoever is not signed in."""
    query, article = req.query, known_article(req.path["id"]).article
    edition = edition_of(article.id, query.edition or article.latest)
    card = Card(article.id, article.slug, article.old_slugs, face_of(edition, edition.at))
    wanted = [query.language.lower()] if query.language else req.languages
    return article_view(card, edition.content, wanted, Reader(wanted, query, STRANGER))[0]


@articles_api.operation(
    "POST", f"{_ONE}/roll_back", summary="Say again what an edition said", permission=_WRITE, body=ArticleRollBackIn, response=ArticleOut,
    idempotent=ContentTable, errors=[_MISSING, _STALE, _CATEGORY], headers=("If-Match",),
)  # fmt: skip
def post_roll_back(req: Request[ArticleRollBackIn, NoQuery]) -> Reply:
    """As a new edition, which is published like any other."""
    lock, remember = req.if_match(), req.remembering(_reply)
    return _reply(*roll_back(req.path["id"], req.body.edition, req.body.note, if_match=lock, caller=req.caller, remember=remember))
