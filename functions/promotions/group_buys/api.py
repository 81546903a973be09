"""Group buys for shoppers: the offer, and how far a group is. To buy in one: PUT /v1/carts/{id}/group_buy."""

from __future__ import annotations

from datetime import datetime

from functions.pricing import kept_private
from functions.promotions.group_buys.manage import groups_of
from functions.promotions.group_buys.schemas import GroupOut, ShopGroupBuy
from functions.promotions.model.group_buy import GroupBuy
from functions.promotions.offers.groups_of import asker_of
from functions.promotions.store.group_buys import group_at, shown_group_buy
from functions.promotions.store.used_records import used_by
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import MoneyModel
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.errors import NotFound
from functions.shared.plain.i18n import localized

group_api = Api("group buys")
_MISSING = (404, "not_found")


@group_api.operation(
    "GET", "/v1/group_buys/{id}", summary="A group buy and its open groups", response=ShopGroupBuy, errors=[_MISSING],
    cache="public, max-age=1", headers=("Accept-Language",),
)  # fmt: skip
def show(req: Request[NoBody, NoQuery]) -> Reply:
    (deal, own), now = shown_group_buy(req.path["id"], asker_of(req.caller)), clock.now()
    return kept_private(_shown(deal, req.languages, now), for_some=own)


def _shown(deal: GroupBuy, languages: list[str], now: datetime) -> ShopGroupBuy:
    return ShopGroupBuy(
        id=deal.id,
        name=localized(deal.name, languages),
        state=deal.state(now),
        variant_id=deal.variant_id,
        price=MoneyModel.shown(deal.price, deal.currency),
        leader_price=MoneyModel.shown(deal.leader_price, deal.currency),
        size=deal.size,
        hours=deal.hours,
        per_customer=deal.per_customer,
        opens_at=times.iso(deal.opens_at),
        closes_at=times.iso(deal.closes_at),
        groups=[GroupOut.of(group) for group in groups_of(deal.id)],
        server_time=times.iso(now),
    )


@group_api.operation(
    "GET", "/v1/groups/{id}", summary="How far a group is", response=GroupOut, errors=[_MISSING], cache="public, max-age=1"
)
def progress(req: Request[NoBody, NoQuery]) -> GroupOut:
    """For whoever has its id: a member shares it, and others join by it."""
    known = group_at(req.path["id"])
    if known is None:
        raise NotFound("There is no such group.")
    return GroupOut.of(known[0])


@group_api.operation(
    "GET", "/v1/me/groups/{order_id}", summary="The group that an order of mine is in", permission="customer", response=GroupOut,
    errors=[_MISSING],
)  # fmt: skip
def of_order(req: Request[NoBody, NoQuery]) -> GroupOut:
    """It may be another one than was wanted, where that was full when the order was paid. 404 before it is paid."""
    order_id = req.path["order_id"]
    found = used_by(order_id) if ids.is_id("ord", order_id) else None
    uses = found[0] if found else None
    group = uses.group if uses and uses.customer_id == req.caller.id else None
    known = group_at(group.group_id) if group and group.seated else None
    if known is None:
        raise NotFound("No order of yours has a place in a group by this id.")
    return GroupOut.of(known[0])
