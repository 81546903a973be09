"""Categories of articles, for staff."""

from __future__ import annotations

from typing import Any

from functions.content.model.categories import Category
from functions.content.store.category_tree import known_categories
from functions.content.store.records import ContentTable
from functions.content.writing.edit_categories import change_category, create_category
from functions.content.writing.schemas import ArticleCategoryEdit, ArticleCategoryIn, ArticleCategoryList, ArticleCategoryOut
from functions.shared.http.operation import Api, NoQuery, Reply, Request

categories_api = Api("content")
_BASE, _ONE = "/v1/admin/article_categories", "/v1/admin/article_categories/{code}"
_MISSING, _STALE = (404, "not_found"), (409, "version_conflict")
_PLACE = [(422, "unknown_parent"), (422, "category_loop"), (422, "too_deep")]


def _reply(code: str, category: Category, version: int, status: int = 200) -> Reply:
    return Reply(ArticleCategoryOut.of(code, category, version), status, etag=str(version))


def _created(code: str, category: Category, version: int) -> Reply:
    return _reply(code, category, version, 201)


@categories_api.operation("GET", _BASE, summary="Categories of articles", permission="content.read", response=ArticleCategoryList)
def get_categories(_req: Request[Any, NoQuery]) -> ArticleCategoryList:
    categories, version = known_categories()
    return ArticleCategoryList(data=[ArticleCategoryOut.of(code, one, version) for code, one in sorted(categories.by_code.items())])


@categories_api.operation(
    "POST", _BASE, summary="Make a category of articles", permission="content.write", status=201, body=ArticleCategoryIn,
    response=ArticleCategoryOut, idempotent=ContentTable, errors=[(409, "category_exists"), (409, "too_many_categories"), *_PLACE],
)  # fmt: skip
def post_category(req: Request[ArticleCategoryIn, NoQuery]) -> Reply:
    code = req.body.code
    return _created(code, *create_category(code, req.body.category(), remember=req.remembering(_created)))


@categories_api.operation(
    "GET", _ONE, summary="A category of articles", permission="content.read", response=ArticleCategoryOut, errors=[_MISSING]
)
def get_category(req: Request[Any, NoQuery]) -> Reply:
    categories, version = known_categories()
    return _reply(req.path["code"], categories.one(req.path["code"]), version)


@categories_api.operation(
    "PUT", _ONE, summary="Change a category of articles", permission="content.write", body=ArticleCategoryEdit, response=ArticleCategoryOut,
    idempotent=ContentTable, errors=[_MISSING, _STALE, *_PLACE], headers=("If-Match",),
)  # fmt: skip
def put_category(req: Request[ArticleCategoryEdit, NoQuery]) -> Reply:
    """None goes: hide it. The ETag is that of all categories together."""
    code = req.path["code"]
    return _reply(code, *change_category(code, req.body.category(), if_match=req.if_match(), remember=req.remembering(_reply)))
