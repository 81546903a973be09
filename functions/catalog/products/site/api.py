"""What search engines read of the shop."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.catalog.products.site.sitemap import group_sitemap, robots, sitemap
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Schema

site_api = Api("site")

_AN_HOUR = "public, max-age=3600, stale-while-revalidate=86400"


class SitemapQuery(Schema):
    after: str | None = Field(default=None, max_length=64, description="The file that follows this product; the index names them.")
    categories: bool = Field(default=False, description="The file of categories and collections.")


@site_api.operation(
    "GET",
    "/v1/sitemap.xml",
    summary="Every page that is on sale, or the index of several such files",
    query=SitemapQuery,
    cache=_AN_HOUR,
    response_type="application/xml",
)
def get_sitemap(req: Request[Any, SitemapQuery]) -> Reply:
    return Reply(group_sitemap() if req.query.categories else sitemap(req.query.after))


@site_api.operation("GET", "/v1/robots.txt", summary="What crawlers may read", cache=_AN_HOUR, response_type="text/plain")
def get_robots(_: Request[Any, NoQuery]) -> Reply:
    return Reply(robots())
