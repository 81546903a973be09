"""Reviews of a product, newest first: visible ones for shoppers with the rating they add up to, all of them for staff."""

from __future__ import annotations

from functions.catalog.model.product import Product
from functions.catalog.model.review import Rating, Review
from functions.catalog.products.read_product import published_product
from functions.catalog.reviews.vote_review import helpful_counts
from functions.catalog.store.ratings import hidden_of, rating_of
from functions.catalog.store.repository import product_record
from functions.catalog.store.review_records import ReviewRecord, all_reviews_index, reviews_index
from functions.pricing import Shopper
from functions.shared.plain import pages
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.listing import query_page


@dataclass(frozen=True)
class Shown:
    """`reviews`: each with its helpful votes. `hidden`: how many are, by the reason. `for_some`: the product is not for everybody."""

    reviews: list[tuple[Review, int]]
    rating: Rating
    hidden: dict[str, int]
    next_cursor: str | None
    for_some: bool


def reviews_for_shoppers(reference: str, who: Shopper, *, rating: int | None, limit: int, cursor: str | None) -> Shown:
    """Three requests; more only where a rating is rare. Raises NotFound, also for a product that is not published or not for them."""
    record = published_product(reference, who)
    product = record.content(Product)
    page = _page(reviews_index(product.id), "gsi1", rating=rating, limit=limit, cursor=cursor)
    found = [load(Review, one.body) for one in page.data]
    helpful = helpful_counts(found)
    return Shown(
        [(one, helpful[one.id]) for one in found], rating_of(record), hidden_of(record), page.next_cursor, not product.visibility.is_open
    )


def reviews_for_staff(product_id: str, *, limit: int, cursor: str | None) -> pages.Page[ReviewRecord]:
    """Raises NotFound."""
    product_record(product_id)
    return _page(all_reviews_index(product_id), "gsi2", rating=None, limit=limit, cursor=cursor)


def _page(key: str, index: str, *, rating: int | None, limit: int, cursor: str | None) -> pages.Page[ReviewRecord]:
    return query_page(
        ReviewRecord,
        key,
        index=index,
        query={"list": "reviews", "of": key, "rating": rating},
        limit=limit,
        cursor=cursor,
        filter_condition=ReviewRecord.rating == rating if rating is not None else None,
        newest_first=True,
    )
