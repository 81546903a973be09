"""My numbers over HTTP."""

from __future__ import annotations

from functions.catalog import favourites_and_history
from functions.loyalty import standing_of
from functions.orders.centre.schemas import CouponsOut, MySummaryOut, OrderCount, PointsStanding
from functions.orders.placed.own_orders import statuses_of_customer
from functions.promotions import count_coupons
from functions.shared.http.operation import Api, NoBody, NoQuery, Request

centre_api = Api("member_centre")


@centre_api.operation("GET", "/v1/me/summary", summary="My numbers", permission="customer", response=MySummaryOut)
def my_summary(req: Request[NoBody, NoQuery]) -> MySummaryOut:
    """Seven requests for who has some hundred orders and coupons."""
    me = req.caller.id
    statuses, coupons, standing, (favourites, history) = (
        statuses_of_customer(me),
        count_coupons(me),
        standing_of(me),
        favourites_and_history(me),
    )
    return MySummaryOut(
        orders=[OrderCount(status=status, count=count) for status, count in sorted(statuses.items())],
        order_count=statuses.total(),
        coupons=CouponsOut(usable=coupons.usable, expiring=coupons.expiring),
        points=PointsStanding(usable=standing.usable, pending=standing.pending, owed=standing.owed),
        level=standing.level or None,
        favourites=favourites,
        history=history,
    )
