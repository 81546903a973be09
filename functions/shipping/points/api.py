"""The search for pick-up points over HTTP."""

from __future__ import annotations

from functions.shared.http.operation import Api, NoBody, Request
from functions.shipping.points.find_points import points_near
from functions.shipping.points.schemas import FoundPointOut, FoundPoints, PointsQuery

point_api = Api("shipping")


@point_api.operation(
    "GET", "/v1/pickup_points", summary="Where parcels can be collected", query=PointsQuery, response=FoundPoints,
    errors=[(422, "place_missing"), (422, "unknown_country"), (422, "unknown_provider"), (503, "pickup_points_unavailable")],
    cache="public, max-age=60",
)  # fmt: skip
def search_points(req: Request[NoBody, PointsQuery]) -> FoundPoints:
    """Nearest first. Of countries in which the shop works with no provider the list is empty. Choose one with
    `PUT /v1/carts/{id}/delivery_option`."""
    return FoundPoints(data=[FoundPointOut.found(one) for one in points_near(req.query.near(), req.query.provider)])
