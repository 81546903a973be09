"""Staff see which products lack safety data."""

from __future__ import annotations

from typing import Any

from functions.catalog.model.product import Status
from functions.catalog.safety.list_gaps import list_gaps
from functions.catalog.safety.schemas import GapsQuery, GapView, SafetyGaps, SafetyGapsPage
from functions.shared.http.operation import Api, Request
from functions.shared.store.listing import states_in

safety_api = Api("catalog")


@safety_api.operation(
    "GET",
    "/v1/admin/safety_gaps",
    summary="Products that lack safety data in the markets of the shop",
    permission="catalog.read",
    query=GapsQuery,
    response=SafetyGapsPage,
)
def get_safety_gaps(req: Request[Any, GapsQuery]) -> SafetyGapsPage:
    """What a published product lacks since a market asks for it, newest first. It stays on sale until staff take it off."""
    asked = req.query
    page = list_gaps(states_in(Status, asked.status), limit=asked.limit, cursor=asked.cursor)
    rows = [
        SafetyGaps(id=product.id, title=product.title, status=product.status, gaps=[GapView(**vars(gap)) for gap in gaps])
        for product, gaps in page.data
    ]
    return SafetyGapsPage(data=rows, next_cursor=page.next_cursor)
