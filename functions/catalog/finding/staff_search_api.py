"""Staff look for products by what they remember of them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from functions.catalog.finding.find_for_staff import find_for_staff
from functions.catalog.model.product import EVERYDAY, Status
from functions.catalog.products.admin_views import ProductSummaryPage
from functions.catalog.products.list_products import Shown
from functions.catalog.search.port import MAX_TEXT
from functions.shared.auth.scope import SHARED
from functions.shared.http.operation import Api, Request
from functions.shared.http.page_query import PageQuery

staff_search_api = Api("catalog")


class StaffSearchQuery(PageQuery):
    """A page can be shorter than `limit` and still have a `next_cursor`."""

    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT)] = Field(
        description="Words of its title, in any language; or an id, a SKU or a barcode as it stands there.", examples=["board"]
    )
    status: Status | None = None


@staff_search_api.operation(
    "GET",
    "/v1/admin/products/search",
    summary="Find products by words, SKU or barcode",
    permission="catalog.read",
    scope=SHARED,
    query=StaffSearchQuery,
    response=ProductSummaryPage,
    errors=[(400, "invalid_cursor")],
)
def search_products(req: Request[Any, StaffSearchQuery]) -> ProductSummaryPage:
    """Drafts, too. What is on sale is found as shoppers find it; of the others titles are looked at, the newest first; what is
    archived is found by its `status` only. Who acts for some
    merchants only sees theirs."""
    asked = req.query
    wanted = Shown([asked.status] if asked.status else list(EVERYDAY), merchants=req.caller.merchants)
    return ProductSummaryPage.of(find_for_staff(asked.q, wanted, limit=asked.limit, cursor=asked.cursor))
