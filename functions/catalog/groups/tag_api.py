"""Tags: shoppers read their names, editors give them."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from pydantic import Field, field_validator

from functions.catalog.groups.manage_tags import create_tag, delete_tag, edit_tag, list_tags, tag_record
from functions.catalog.model.tag import Tag
from functions.catalog.store.records import CatalogTable
from functions.shared.http.input_types import PlainTexts, not_null
from functions.shared.http.input_types import Tag as TagCode
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Metadata, Schema
from functions.shared.plain.bodies import load
from functions.shared.plain.i18n import localized

tag_api = Api("catalog")

_MISSING = (404, "not_found")
_STALE = (409, "version_conflict")


class TagPatch(Schema):
    name: PlainTexts | None = Field(default=None, examples=[{"zh": "新品", "en": "New"}])
    sort: int = Field(default=0, ge=0, le=999_999_999, strict=True)
    metadata: Metadata = Field(default_factory=dict, description="Public.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")

    @field_validator("name", "sort", "metadata", "private_metadata", mode="before")
    @classmethod
    def _there(cls, value: Any) -> Any:
        return not_null(value)

    def values(self) -> dict[str, Any]:
        return self.sent_fields()


class TagIn(TagPatch):
    code: TagCode = Field(description="What products carry; it never changes.", examples=["new"])
    name: PlainTexts = Field(examples=[{"zh": "新品", "en": "New"}])


class TagView(Schema):
    code: str
    name: str


class TagPage(Schema):
    data: list[TagView]
    next_cursor: str | None


class TagDetails(Schema):
    code: str
    version: int
    name: dict[str, str]
    sort: int
    metadata: dict[str, str]
    private_metadata: dict[str, str] = Field(default={})

    @classmethod
    def of(cls, tag: Tag, version: int) -> TagDetails:
        return cls(version=version, **vars(tag))


class TagDetailsPage(Schema):
    data: list[TagDetails]
    next_cursor: str | None


def _reply(tag: Tag, version: int, status: int = 200) -> Reply:
    return Reply(TagDetails.of(tag, version), status, etag=str(version))


@tag_api.operation(
    "GET",
    "/v1/tags",
    summary="Names of tags",
    query=PageQuery,
    response=TagPage,
    cache="public, max-age=60, stale-while-revalidate=300",
)
def get_tags(req: Request[Any, PageQuery]) -> TagPage:
    page = list_tags(limit=req.query.limit, cursor=req.query.cursor)
    tags = [load(Tag, record.body) for record in page.data]
    return TagPage(data=[TagView(code=tag.code, name=localized(tag.name, req.languages)) for tag in tags], next_cursor=page.next_cursor)


@tag_api.operation("GET", "/v1/admin/tags", summary="Tags", permission="catalog.read", query=PageQuery, response=TagDetailsPage)
def get_admin_tags(req: Request[Any, PageQuery]) -> TagDetailsPage:
    page = list_tags(limit=req.query.limit, cursor=req.query.cursor)
    rows = [TagDetails.of(load(Tag, record.body), int(record.version)) for record in page.data]
    return TagDetailsPage(data=rows, next_cursor=page.next_cursor)


@tag_api.operation(
    "POST",
    "/v1/admin/tags",
    summary="Name a tag",
    permission="catalog.write",
    body=TagIn,
    response=TagDetails,
    status=201,
    idempotent=CatalogTable,
    errors=[(409, "tag_exists")],
)
def post_tag(req: Request[TagIn, NoQuery]) -> Reply:
    """Products may carry tags without a name, too."""
    made = create_tag(req.body.values(), remember=req.remembering(lambda tag, version: _reply(tag, version, 201)))
    return _reply(*made, 201)


@tag_api.operation("GET", "/v1/admin/tags/{code}", summary="One tag", permission="catalog.read", response=TagDetails, errors=[_MISSING])
def get_tag(req: Request[Any, NoQuery]) -> Reply:
    record = tag_record(unquote(req.path["code"]))
    return _reply(load(Tag, record.body), int(record.version))


@tag_api.operation(
    "PATCH",
    "/v1/admin/tags/{code}",
    summary="Rename a tag",
    permission="catalog.write",
    body=TagPatch,
    response=TagDetails,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE],
)
def patch_tag(req: Request[TagPatch, NoQuery]) -> Reply:
    """Changes no product."""
    edited = edit_tag(
        unquote(req.path["code"]),
        req.body.values(),
        if_match=req.if_match(),
        remember=req.remembering(_reply),
    )
    return _reply(*edited)


@tag_api.operation(
    "DELETE",
    "/v1/admin/tags/{code}",
    summary="Forget a tag's name",
    permission="catalog.write",
    status=204,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE],
)
def remove_tag(req: Request[Any, NoQuery]) -> Reply:
    """The code stays on the products that carry it."""
    reply = Reply(status=204)
    delete_tag(unquote(req.path["code"]), if_match=req.if_match(), remember=[*req.remember(reply)])
    return reply
