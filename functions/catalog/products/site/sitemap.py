"""What search engines are to read: the pages of everything on sale, each once.

Source: sitemaps.org protocol; a file holds at most 50,000 addresses, and ours fewer, so that it fits into one answer of a function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from xml.sax.saxutils import escape

from functions.catalog.model.card import Card
from functions.catalog.model.product import Status
from functions.catalog.products.json_ld import product_url
from functions.catalog.store.card_lists import cards, product_ids
from functions.catalog.store.collections.collection_records import live_slugs
from functions.catalog.store.repository import stored_tree
from functions.shared.plain.bodies import load
from functions.shared.plain.settings import settings

PER_FILE = 10_000
_XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(after: str | None = None, *, per_file: int = PER_FILE) -> str:
    """All pages, or, when they are too many for one file, the index of the files; with `after` the file that follows that product.

    A file costs a request per 100 products, so caches keep the answer for an hour.
    """
    if after is not None:
        return _urls(islice(_slugs(after or None), per_file))
    found = [product_id for product_id, _ in product_ids(Status.PUBLISHED)]
    pages = _group_pages()
    if len(found) + len(pages) <= per_file:
        return _file("urlset", "url", [*pages, *map(product_url, _slugs(None))])
    starts = ["", *(found[position] for position in range(per_file - 1, len(found) - 1, per_file))]
    return _file(
        "sitemapindex",
        "sitemap",
        [f"{_base()}/v1/sitemap.xml?categories=true", *(f"{_base()}/v1/sitemap.xml?after={start}" for start in starts)],
    )


def group_sitemap() -> str:
    return _file("urlset", "url", _group_pages())


def robots() -> str:
    """Pages are for everybody; what only makes sense for one visitor is not."""
    private = ("/v1/admin/", "/v1/carts/", "/v1/orders/", "/v1/me/", "/v1/auth/", "/v1/webhooks/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private), "", f"Sitemap: {_base()}/v1/sitemap.xml"]
    lines += [f"Sitemap: {_base()}/v1/articles.xml", ""]
    return "\n".join(lines)


def _group_pages() -> list[str]:
    """Of collections, too: at most 10,000, the first in their order."""
    categories = [f"{_base()}/categories/{category.address}" for category in stored_tree(consistent=False).tree.categories.values()]
    return [*categories, *(f"{_base()}/collections/{slug}" for slug in islice(live_slugs(), PER_FILE))]


def _slugs(after: str | None) -> Iterator[str]:
    """Of everything on sale that is for everybody, by id."""
    found = (load(Card, card.body) for card in cards([Status.PUBLISHED], after=after))
    return (card.slug for card in found if card.visibility.on_the_web)


def _urls(slugs: Iterable[str]) -> str:
    return _file("urlset", "url", [product_url(slug) for slug in slugs])


def _file(kind: str, entry: str, addresses: Iterable[str]) -> str:
    rows = "".join(f"<{entry}><loc>{escape(address)}</loc></{entry}>" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{_XMLNS}">{rows}</{kind}>\n'


def _base() -> str:
    return settings().public_base_url.rstrip("/")
