"""What search engines read of articles: the addresses of all that are published, each once. Source: sitemaps.org protocol."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from functions.content.reading.seo import article_url
from functions.content.store.shelf import shelf
from functions.shared.http.operation import Api, NoQuery, Reply, Request

article_site_api = Api("site")
MOST = 40_000
"""Of addresses in a file, the newest: the protocol allows 50,000, and the answer of a function 6 MB."""


@article_site_api.operation(
    "GET", "/v1/articles.xml", summary="The pages of all articles, for search engines",
    cache="public, max-age=3600, stale-while-revalidate=86400", response_type="application/xml",
)  # fmt: skip
def get_article_sitemap(_: Request[Any, NoQuery]) -> Reply:
    live = sorted(((card.live.since, card.slug) for card in shelf().cards.values() if card.live is not None), reverse=True)[:MOST]
    rows = "".join(f"<url><loc>{escape(article_url(slug))}</loc><lastmod>{since}</lastmod></url>" for since, slug in live)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return Reply(f"{head}{rows}</urlset>\n")
