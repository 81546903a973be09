"""Coupons and their codes, for staff."""

from __future__ import annotations

from dataclasses import replace

from functions.platform import Job, JobView, PlatformTable
from functions.promotions.campaigns.rule_checks import rule_of
from functions.promotions.coupons import manage_coupons as coupons
from functions.promotions.coupons.make_codes import start_batch
from functions.promotions.coupons.manage_coupons import Changes, CouponState
from functions.promotions.coupons.schemas import BatchIn, CodeOut, CouponChange, CouponIn, CouponOut, CouponsOut, PageQuery
from functions.promotions.model.coupon import Coupon, Distribution
from functions.promotions.store.records import CodeRecord, PromotionsTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.outside import clock, fresh
from functions.shared.plain import times

coupon_admin_api = Api("promotions")
READ, WRITE = "promotions.read", "promotions.write"
_MISSING = (404, "not_found")


def _reply(state: CouponState, status: int = 200) -> Reply:
    return Reply(CouponOut.of(state), status, etag=str(state.version))


def _code_reply(record: CodeRecord) -> Reply:
    return Reply(CodeOut(**{name: getattr(record, name) for name in CodeOut.model_fields}))


def _coupon(sent: CouponIn) -> Coupon:
    rule = rule_of(sent.rule, "", root="/rule")
    if sent.distribution is Distribution.WELCOME:
        rule = replace(rule, audience=replace(rule.audience, newcomer_only=True))
    return Coupon(
        id=fresh.new_id("cpn"),
        rule=rule,
        created_at=times.iso(clock.now()),
        code=coupons.generic_code(sent.code) if sent.code is not None else None,
        limits=sent.limits.limits(),
        **{name: getattr(sent, name) for name in _PLAIN},
    )


_PLAIN = ("distribution", "stacking", "valid_days", "campaign_id", "return_on_refund", "description", "metadata", "private_metadata")


def _changes(sent: CouponChange) -> Changes:
    texts = {name: getattr(sent, name) for name in ("description", "metadata", "private_metadata") if getattr(sent, name) is not None}
    ends_at = times.parse(sent.ends_at) if sent.ends_at else None
    return Changes(ends_at, sent.limits.limits() if sent.limits else None, sent.stopped, texts)


@coupon_admin_api.operation(
    "POST", "/v1/admin/coupons", summary="Make a coupon", permission=WRITE, body=CouponIn, response=CouponOut, status=201,
    idempotent=PromotionsTable,
    errors=[_MISSING, (409, "code_taken"), (422, "invalid_code"), (422, "percent_above_100"), (422, "end_before_start")],
)  # fmt: skip
def create(req: Request[CouponIn, NoQuery]) -> Reply:
    """It can be used, or claimed, from its start on. A coupon of a campaign shares the campaign's budget and stop switch."""
    return _reply(coupons.create(_coupon(req.body), req.remembering(lambda state: _reply(state, 201))), 201)


@coupon_admin_api.operation(
    "GET", "/v1/admin/coupons", summary="Coupons, newest first", permission=READ, query=PageQuery, response=CouponsOut
)
def list_all(req: Request[NoBody, PageQuery]) -> CouponsOut:
    return CouponsOut.of(coupons.list_coupons(limit=req.query.limit, cursor=req.query.cursor))


@coupon_admin_api.operation(
    "GET", "/v1/admin/coupons/{id}", summary="One coupon, and what is left of its limits", permission=READ, response=CouponOut,
    errors=[_MISSING],
)  # fmt: skip
def read(req: Request[NoBody, NoQuery]) -> Reply:
    return Reply(CouponOut.of(coupons.read(req.path["id"])))


@coupon_admin_api.operation(
    "PATCH", "/v1/admin/coupons/{id}", summary="Edit a coupon", permission=WRITE, body=CouponChange, response=CouponOut,
    idempotent=PromotionsTable, errors=[_MISSING, (409, "version_conflict"), (422, "end_before_start"), (422, "limit_stays")],
    headers=("If-Match",),
)  # fmt: skip
def edit(req: Request[CouponChange, NoQuery]) -> Reply:
    """Longer, shorter, other limits, stopped or not. What was claimed keeps the end it was promised."""
    remember = req.remembering(_reply)
    return _reply(coupons.edit(req.path["id"], _changes(req.body), if_match=req.if_match(), remember=remember))


@coupon_admin_api.operation(
    "POST", "/v1/admin/coupons/{id}/codes", summary="Make unique codes", permission=WRITE, body=BatchIn, response=JobView, status=202,
    idempotent=PlatformTable, errors=[_MISSING, (409, "not_a_batch")],
)  # fmt: skip
def make_codes(req: Request[BatchIn, NoQuery]) -> Reply:
    """A job; its result is a CSV of the codes. Follow it under /v1/admin/jobs/{id}."""

    def reply(job: Job) -> Reply:
        return Reply(JobView.of(job), 202)

    job = start_batch(req.path["id"], req.body.quantity, actor=req.caller.actor, remember=req.remembering(reply))
    return reply(job)


@coupon_admin_api.operation(
    "GET", "/v1/admin/coupon_codes/{code}", summary="Look up a code", permission=READ, response=CodeOut, errors=[_MISSING]
)
def look_up(req: Request[NoBody, NoQuery]) -> Reply:
    return _code_reply(coupons.look_up(req.path["code"]))


@coupon_admin_api.operation(
    "POST", "/v1/admin/coupon_codes/{code}/revoke", summary="Take a single coupon back", permission=WRITE, response=CodeOut,
    idempotent=PromotionsTable, errors=[_MISSING, (409, "illegal_transition")],
)  # fmt: skip
def revoke(req: Request[NoBody, NoQuery]) -> Reply:
    """Only while it is not used. What it held of the budget is free again."""
    remember = req.remembering(_code_reply)
    return _code_reply(coupons.revoke(req.path["code"], actor=req.caller.actor, remember=remember))
