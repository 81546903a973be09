"""Asking for a lost link, for storefronts."""

from __future__ import annotations

from functions.orders.pages.lookup import Asked, ask
from functions.orders.pages.schemas import LookupIn, LookupOut
from functions.shared.http.operation import Api, NoQuery, Request

lookup_api = Api("order page")


@lookup_api.operation(
    "POST", "/v1/orders/lookup", summary="Have a new link to an order sent", status=202, body=LookupIn, response=LookupOut
)
def look_up_order(req: Request[LookupIn, NoQuery]) -> LookupOut:
    """To the order's e-mail address, or by text message to orders that have none. It opens nothing, and answers the same, in the same time,
    whether or not there is such an order. At most one in ten minutes and five a day are sent for an order."""
    body = req.body
    ask(Asked(body.number, body.email or "", body.phone or ""))
    return LookupOut(status="accepted")
