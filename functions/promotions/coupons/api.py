"""Coupons and campaigns for shoppers."""

from __future__ import annotations

from pydantic import Field

from functions.promotions.campaigns.rule_schemas import TierModel
from functions.promotions.campaigns.schemas import PageQuery
from functions.promotions.coupons.claim_coupon import claim
from functions.promotions.coupons.wallet import Offered, Own, centre, own_coupons
from functions.promotions.model.campaign import Campaign
from functions.promotions.model.coupon import Coupon
from functions.promotions.model.coupon import State as CouponLife
from functions.promotions.model.rule import Kind
from functions.promotions.offers.offer import kept_from
from functions.promotions.store.live_rules import live_now
from functions.promotions.store.records import CodeRecord, PromotionsTable
from functions.shared.auth.caller import Caller
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.i18n import localized

api = Api("promotions")
_LANGUAGE = ("Accept-Language",)


class CouponShown(Schema):
    """What a coupon gives: `value` is minor units, or basis points where `kind` is a percentage."""

    coupon_id: str
    name: str
    description: str
    kind: Kind
    currency: str
    value: int
    cap: int | None
    minimum: int
    tiers: list[TierModel]
    starts_at: str | None
    ends_at: str | None
    valid_days: int | None


class OfferedOut(CouponShown):
    left: int | None = Field(description="How many can still be taken; null: no limit.")


class OfferedPage(Schema):
    data: list[OfferedOut]
    next_cursor: str | None


class OwnOut(CouponShown):
    """state: claimed | reserved (an order awaits its payment) | redeemed | expired | revoked."""

    code: str
    state: CouponLife
    expires_at: str | None
    order_id: str | None


class OwnPage(Schema):
    data: list[OwnOut]
    next_cursor: str | None


class BannerOut(Schema):
    place: str
    image: str
    title: str
    link: str
    sort: int


class ShopCampaign(Schema):
    id: str
    name: str
    description: str
    starts_at: str
    ends_at: str
    slots: list[BannerOut]


class ShopCampaigns(Schema):
    data: list[ShopCampaign]
    next_cursor: str | None = None


def _shown(coupon: Coupon, languages: list[str]) -> dict[str, object]:
    rule = coupon.rule
    return {
        "coupon_id": coupon.id,
        "name": localized(rule.name, languages),
        "description": localized(coupon.description, languages),
        "kind": rule.kind,
        "currency": rule.currency,
        "value": rule.value,
        "cap": rule.cap,
        "minimum": rule.minimum,
        "tiers": [TierModel(minimum=minimum, off=off) for minimum, off in rule.tiers],
        "starts_at": times.iso(rule.starts_at) if rule.starts_at else None,
        "ends_at": times.iso(rule.ends_at) if rule.ends_at else None,
        "valid_days": coupon.valid_days,
    }


def _own(own: Own, languages: list[str]) -> OwnOut:
    record = own.record
    life = {"code": record.code, "state": own.state, "expires_at": record.expires_at, "order_id": record.order_id}
    return OwnOut.model_validate(_shown(own.coupon, languages) | life)


def _offered(offered: Offered, languages: list[str]) -> OfferedOut:
    return OfferedOut.model_validate(_shown(offered.coupon, languages) | {"left": offered.left})


def _campaign(campaign: Campaign, languages: list[str]) -> ShopCampaign:
    slots = sorted(campaign.slots, key=lambda slot: (slot.place, slot.sort))
    return ShopCampaign(
        id=campaign.id,
        name=localized(campaign.name, languages),
        description=localized(campaign.description, languages),
        starts_at=times.iso(campaign.starts_at),
        ends_at=times.iso(campaign.ends_at),
        slots=[BannerOut(**vars(slot) | {"title": localized(slot.title, languages)}) for slot in slots],
    )


@api.operation(
    "GET", "/v1/campaigns", summary="Campaigns that run now, with their banners", response=ShopCampaigns, headers=_LANGUAGE,
    cache="public, max-age=30, stale-while-revalidate=60",
)  # fmt: skip
def campaigns(req: Request[NoBody, NoQuery]) -> Reply:
    now = clock.now()
    running = [plan.campaign for plan in live_now().campaigns if plan.campaign.runs_at(now)]
    shown = [one for one in running if not kept_from(one, req.caller.id)]
    return _shown_to(req.caller, ShopCampaigns(data=[_campaign(campaign, req.languages) for campaign in shown]))


def _shown_to(caller: Caller, shown: Schema) -> Reply:
    """Who is signed in may be held out of something that all others see: what they are shown is for nobody else."""
    own = caller.id and any(one.campaign.holdout for one in live_now().campaigns)
    return Reply(shown, headers={"Cache-Control": "private, no-store"} if own else {})


@api.operation(
    "GET", "/v1/coupons", summary="The coupon centre", query=PageQuery, response=OfferedPage, headers=_LANGUAGE,
    cache="public, max-age=10, stale-while-revalidate=30",
)  # fmt: skip
def coupon_centre(req: Request[NoBody, PageQuery]) -> Reply:
    """Coupons that can be taken now, newest first."""
    page = centre(req.caller.id, limit=req.query.limit, cursor=req.query.cursor)
    data = [_offered(offered, req.languages) for offered in page.data]
    return _shown_to(req.caller, OfferedPage(data=data, next_cursor=page.next_cursor))


@api.operation(
    "POST", "/v1/coupons/{id}/claim", summary="Take a coupon", permission="customer", response=OwnOut, status=201,
    idempotent=PromotionsTable, headers=_LANGUAGE,
    errors=[(404, "not_found"), (409, "coupon_gone"), (409, "already_claimed"), (409, "not_started"), (409, "coupon_over")],
)  # fmt: skip
def claim_coupon(req: Request[NoBody, NoQuery]) -> Reply:
    """It is the caller's own then; put its `code` into a cart."""

    def reply(record: CodeRecord, coupon: Coupon) -> Reply:
        return Reply(_own(Own(record, coupon), req.languages), 201)

    return reply(*claim(req.path["id"], req.caller.id, remember=req.remembering(reply)))


@api.operation("GET", "/v1/me/coupons", summary="My coupons", permission="customer", query=PageQuery, response=OwnPage, headers=_LANGUAGE)
def my_coupons(req: Request[NoBody, PageQuery]) -> OwnPage:
    """Newest first, also those that are used or over."""
    page = own_coupons(req.caller.id, limit=req.query.limit, cursor=req.query.cursor)
    return OwnPage(data=[_own(own, req.languages) for own in page.data], next_cursor=page.next_cursor)
