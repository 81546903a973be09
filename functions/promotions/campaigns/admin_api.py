"""Campaigns and the promotions inside them, for staff."""

from __future__ import annotations

from typing import Any

from functions.promotions.campaigns import manage_campaigns as campaigns
from functions.promotions.campaigns.manage_campaigns import Call, PlanState
from functions.promotions.campaigns.rule_checks import rule_of
from functions.promotions.campaigns.rule_schemas import RuleIn
from functions.promotions.campaigns.schemas import CampaignChange, CampaignIn, CampaignOut, CampaignsOut, PageQuery, PromotionChange
from functions.promotions.store.records import PromotionsTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

admin_api = Api("promotions")
READ, WRITE = "promotions.read", "promotions.write"
_MISSING = (404, "not_found")
_EDIT = [_MISSING, (409, "version_conflict"), (409, "campaign_ended"), (409, "exclusive_overlap"), (409, "too_many_live_promotions")]
_IF_MATCH = ("If-Match",)


def _reply(state: PlanState, status: int = 200) -> Reply:
    return Reply(CampaignOut.of(state), status, etag=str(state.version))


def _call(req: Request[Any, NoQuery], status: int = 200) -> Call:
    return Call(req.caller.actor, req.remembering(lambda state: _reply(state, status)), req.if_match())


@admin_api.operation(
    "POST", "/v1/admin/campaigns", summary="Plan a campaign", permission=WRITE, body=CampaignIn, response=CampaignOut, status=201,
    idempotent=PromotionsTable, errors=[(422, "end_before_start"), (422, "invalid_time")],
)  # fmt: skip
def create(req: Request[CampaignIn, NoQuery]) -> Reply:
    """A draft: nothing applies before it is launched."""
    return _reply(campaigns.create(req.body.campaign(), req.remembering(lambda state: _reply(state, 201))), 201)


@admin_api.operation(
    "GET", "/v1/admin/campaigns", summary="Campaigns, latest start first", permission=READ, query=PageQuery, response=CampaignsOut
)
def list_all(req: Request[NoBody, PageQuery]) -> CampaignsOut:
    return CampaignsOut.of(campaigns.list_campaigns(limit=req.query.limit, cursor=req.query.cursor))


@admin_api.operation("GET", "/v1/admin/campaigns/{id}", summary="One campaign", permission=READ, response=CampaignOut, errors=[_MISSING])
def read(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(campaigns.read(req.path["id"]))


@admin_api.operation(
    "PATCH", "/v1/admin/campaigns/{id}", summary="Edit a campaign", permission=WRITE, body=CampaignChange, response=CampaignOut,
    idempotent=PromotionsTable, errors=[*_EDIT, (409, "campaign_running"), (422, "end_before_start"), (422, "in_the_past")],
    headers=_IF_MATCH,
)  # fmt: skip
def edit(req: Request[CampaignChange, NoQuery]) -> Reply:
    """Also while it runs, as a new version; start and currency stay then. Placed orders keep what they were given."""
    call = _call(req)
    return _reply(campaigns.edit(req.path["id"], req.body.changes(), call))


@admin_api.operation(
    "POST", "/v1/admin/campaigns/{id}/launch", summary="Launch a campaign", permission=WRITE, response=CampaignOut,
    idempotent=PromotionsTable, errors=[*_EDIT, (409, "illegal_transition"), (422, "in_the_past")], headers=_IF_MATCH,
)  # fmt: skip
def launch(req: Request[NoBody, NoQuery]) -> Reply:
    """From its start on (at once, if that is past) its promotions apply."""
    call = _call(req)
    return _reply(campaigns.launch(req.path["id"], call))


@admin_api.operation(
    "POST", "/v1/admin/campaigns/{id}/stop", summary="Stop a campaign", permission=WRITE, response=CampaignOut,
    idempotent=PromotionsTable, errors=[*_EDIT, (409, "illegal_transition")], headers=_IF_MATCH,
)  # fmt: skip
def stop(req: Request[NoBody, NoQuery]) -> Reply:
    """Its coupons stop at once, its automatic promotions within a minute."""
    call = _call(req)
    return _reply(campaigns.stop(req.path["id"], call))


@admin_api.operation(
    "POST", "/v1/admin/campaigns/{id}/resume", summary="Resume a stopped campaign", permission=WRITE, response=CampaignOut,
    idempotent=PromotionsTable, errors=[*_EDIT, (409, "illegal_transition")], headers=_IF_MATCH,
)  # fmt: skip
def resume(req: Request[NoBody, NoQuery]) -> Reply:
    call = _call(req)
    return _reply(campaigns.resume(req.path["id"], call))


@admin_api.operation(
    "POST", "/v1/admin/campaigns/{id}/promotions", summary="Add a promotion", permission=WRITE, body=RuleIn, response=CampaignOut,
    status=201, idempotent=PromotionsTable, headers=_IF_MATCH,
    errors=[*_EDIT, (422, "percent_above_100"), (422, "too_many_promotions"), (422, "wrong_currency")],
)  # fmt: skip
def add_promotion(req: Request[RuleIn, NoQuery]) -> Reply:
    """It applies by itself to every cart that fits, without a code."""
    call = _call(req, 201)
    rule = rule_of(req.body, campaigns.new_promotion_id())
    return _reply(campaigns.add_promotion(req.path["id"], rule, call), 201)


@admin_api.operation(
    "PUT", "/v1/admin/campaigns/{id}/promotions/{promotion_id}", summary="Replace a promotion", permission=WRITE, body=PromotionChange,
    response=CampaignOut, idempotent=PromotionsTable, errors=[*_EDIT, (422, "percent_above_100"), (422, "wrong_currency")],
    headers=_IF_MATCH,
)  # fmt: skip
def replace_promotion(req: Request[PromotionChange, NoQuery]) -> Reply:
    """`enabled: false` switches it off alone."""
    call, sent, path = _call(req), req.body, req.path
    state = campaigns.replace_promotion(path["id"], path["promotion_id"], lambda own: rule_of(sent, own), sent.enabled, call)
    return _reply(state)


@admin_api.operation(
    "DELETE", "/v1/admin/campaigns/{id}/promotions/{promotion_id}", summary="Remove a promotion", permission=WRITE,
    response=CampaignOut, idempotent=PromotionsTable, errors=_EDIT, headers=_IF_MATCH,
)  # fmt: skip
def remove_promotion(req: Request[NoBody, NoQuery]) -> Reply:
    call = _call(req)
    return _reply(campaigns.remove_promotion(req.path["id"], req.path["promotion_id"], call))
