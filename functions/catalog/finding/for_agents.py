"""Face: products as machines that buy for people search for them, each with its variants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from functions.catalog.finding.browse_products import Asked, browse
from functions.catalog.finding.schemas import SearchInput
from functions.catalog.products.buyer import Buyer
from functions.catalog.products.named_products import shown_of
from functions.catalog.products.schemas import ProductView
from functions.pricing import STRANGER, Shopper
from functions.shared.http.validation import parse
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class FoundProducts:
    products: Sequence[ProductView]
    next_cursor: str | None
    total: int | None = None


def search_products(asked: dict[str, Any], languages: Sequence[str], who: Shopper = STRANGER) -> FoundProducts:
    """`asked` by the names of `GET /v1/products`. The search, and one request for the products found. What machines search for is not
    counted among the words that people use.

    Raises Invalid (422), Unreadable (400 `invalid_cursor`), Unavailable (503 `search_not_ready`)."""
    query = parse(asked, SearchInput)
    buyer = Buyer.of(query).asking(who)
    page = browse(replace(Asked.of(query), buyer=buyer), languages, counted=False)
    shown = shown_of([row.id for row in page.data], buyer, languages).by_name
    return FoundProducts([shown[row.id] for row in page.data if row.id in shown], page.next_cursor, page.total)
