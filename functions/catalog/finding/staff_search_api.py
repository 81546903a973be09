"""Staff look for products by what they remember of them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.catalog.finding.find_for_staff import Sought, find_for_staff
from functions.catalog.finding.schemas import Ident
from functions.catalog.model.product import EVERYDAY, Status
from functions.catalog.products.admin_views import ProductSummaryPage
from functions.catalog.products.list_products import Shown
from functions.catalog.search.port import MAX_TEXT
from functions.shared.auth.scope import SHARED
from functions.shared.http.operation import Api, Request
from functions.shared.http.page_query import PageQuery
from functions.stock import StockState

staff_search_api = Api("catalog")


class StaffSearchQuery(PageQuery):
    """Words, or at least one filter; all that is given must hold. A page can be shorter than `limit` and still have a `next_cursor`."""

    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT)] | None = Field(
        default=None,
        description="Words of its title, in any language; or an id, a SKU or a barcode as it stands there.",
        examples=["board"],
    )
    status: Status | None = None
    category: Ident | None = Field(default=None, description="A category id; its whole subtree counts.")
    brand: Ident | None = Field(default=None, description="A brand id.")
    tag: Ident | None = Field(default=None, description="A tag's code.")
    collection: Ident | None = Field(default=None, description="A collection id, also of a draft; of its products those on sale.")
    stock_state: StockState | None = Field(default=None, description="That of the variant of which there is most.")

    @model_validator(mode="after")
    def _asks(self) -> StaffSearchQuery:
        if not any((self.q, self.category, self.brand, self.tag, self.collection, self.stock_state)):
            raise PydanticCustomError("nothing_asked", "Words (`q`) or a filter beside the status are needed.")
        return self


@staff_search_api.operation(
    "GET",
    "/v1/admin/products/search",
    summary="Find products by words, SKU, barcode or what they are in",
    permission="catalog.read",
    scope=SHARED,
    query=StaffSearchQuery,
    response=ProductSummaryPage,
    errors=[(400, "invalid_cursor"), (404, "not_found"), (503, "search_not_ready")],
)
def search_products(req: Request[Any, StaffSearchQuery]) -> ProductSummaryPage:
    """Drafts, too. What is on sale is found as shoppers find it; of the others titles are looked at, the newest first; what is
    archived is found by its `status` only. Without words the newest come first. Who acts for some
    merchants only sees theirs."""
    asked = req.query
    wanted = Shown([asked.status] if asked.status else list(EVERYDAY), merchants=req.caller.merchants)
    sought = Sought(asked.q or "", asked.category, asked.brand, asked.tag, asked.stock_state, asked.collection)
    return ProductSummaryPage.of(find_for_staff(sought, wanted, limit=asked.limit, cursor=asked.cursor))
