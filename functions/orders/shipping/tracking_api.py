"""Buyers follow their parcels."""

from __future__ import annotations

from typing import Any

from functions.orders.shipping import tracking
from functions.orders.shipping.schemas import Tracking, parcel_trace
from functions.shared.http.operation import Api, NoQuery, Request

tracking_api = Api("shipping")


@tracking_api.operation(
    "GET", "/v1/orders/{id}/tracking", summary="Where the parcels of an order are", response=Tracking, errors=[(404, "not_found")]
)
def read_tracking(req: Request[Any, NoQuery]) -> Tracking:
    """For the buyer (customer, or guest with `X-Order-Token`) and staff with `orders.read`; events by their own time, oldest first."""
    shipments = tracking.trace_of(req.path["id"], caller=req.caller, order_token=req.headers.get("x-order-token"))
    to_buyer = not req.caller.may("orders.read")
    return Tracking(data=[parcel_trace(shipment, to_buyer=to_buyer) for shipment in shipments])
