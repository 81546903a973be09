"""A product as shoppers may see it: published, or not there at all."""

from __future__ import annotations

from functions.catalog.model.product import Product, Status, Variant
from functions.catalog.store.records import ProductRecord, VariantRecord, product_pk
from functions.catalog.store.repository import product_by_reference, slug_of_old
from functions.pricing import Shopper
from functions.shared.plain import ids, pages
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import NotFound, Renamed
from functions.shared.store.listing import query_page
from functions.stock import SeenState


def published_product(reference: str, who: Shopper) -> ProductRecord:
    """By id or slug, in one request. Raises NotFound, also for a product that is not published or not for them; Renamed for a slug it
    once had."""
    record = product_by_reference(reference)
    if record is None and not ids.is_id("prod", reference) and (slug := slug_of_old(reference)) not in (None, reference):
        moved = published_product(slug or "", who)
        raise Renamed("id", slug or "", for_some=not moved.content(Product).visibility.is_open)
    if record is None or not is_shown(record.content(Product), who):
        raise NotFound("There is no such product.")
    return record


def is_shown(product: Product, who: Shopper) -> bool:
    return product.status is Status.PUBLISHED and product.visibility.is_for(who)


def published_variants(
    reference: str, who: Shopper, *, limit: int, cursor: str | None
) -> tuple[pages.Page[Variant], Product, dict[str, SeenState]]:
    """A page of all variants, in order, their product and its stock states."""
    record = published_product(reference, who)
    page = product_variants(record.pk.removeprefix(product_pk("")), limit=limit, cursor=cursor)
    return page, record.content(Product), load(dict[str, SeenState], record.stock_states)


def product_variants(product_id: str, *, limit: int, cursor: str | None) -> pages.Page[Variant]:
    query = {"list": "variants", "product": product_id}
    page = query_page(VariantRecord, product_pk(product_id), index="gsi1", query=query, limit=limit, cursor=cursor)
    return pages.Page([load(Variant, record.body) for record in page.data], page.next_cursor)
