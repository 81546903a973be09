"""Share links over HTTP, for staff: what the shop sets, influencers, what their links brought, and what was paid."""

from __future__ import annotations

from functions.marketing.model.commission import SharedOrder
from functions.marketing.model.share import Influencer, ShareRules
from functions.marketing.shares.answers import MAKING, gone, link_reply, links_shown
from functions.marketing.shares.commission_file import start_file
from functions.marketing.shares.influencers import edit_influencer, influencer_named, make_influencer
from functions.marketing.shares.make_link import end_link, make_influencers_link
from functions.marketing.shares.month_file import month_file
from functions.marketing.shares.pay_out import Payout, pay_out
from functions.marketing.shares.schemas import (
    CommissionFileIn,
    CommissionMoveOut,
    CommissionMovesOut,
    CommissionOut,
    InfluencerEdit,
    InfluencerIn,
    InfluencerOut,
    InfluencersOut,
    MonthOut,
    MonthQuery,
    MonthsOut,
    OwnerQuery,
    PayoutIn,
    PayoutOut,
    SharedOrderOut,
    SharedOrdersOut,
    ShareLinkOut,
    ShareLinksOut,
    ShareSettingsModel,
    ShareSettingsOut,
    settings_view,
)
from functions.marketing.store.commissions import entries_page, months_page, shared_page, sums_of
from functions.marketing.store.records import MarketingTable
from functions.marketing.store.shares import change_rules, influencer_names, influencers_page, kept_rules
from functions.platform import Job, JobView, PlatformTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import MoneyModel

shares_admin_api = Api("share links")
_SETTINGS, _ALL, _ONE = "/v1/admin/share_settings", "/v1/admin/share_influencers", "/v1/admin/share_influencers/{id}"
_LINK = f"{_ONE}/links/{{product_id}}"
_READ, _WRITE = "marketing.read", "marketing.write"
_MISSING, _CURSOR = (404, "not_found"), (400, "invalid_cursor")


@shares_admin_api.operation("GET", _SETTINGS, summary="What share links bring", permission=_READ, response=ShareSettingsOut)
def read_share_settings(_req: Request[NoBody, NoQuery]) -> Reply:
    return _settings(*kept_rules())


@shares_admin_api.operation(
    "PUT", _SETTINGS, summary="Set what share links bring", permission=_WRITE, body=ShareSettingsModel, response=ShareSettingsOut,
    idempotent=MarketingTable, errors=[(409, "version_conflict")], headers=("If-Match",),
)  # fmt: skip
def put_share_settings(req: Request[ShareSettingsModel, NoQuery]) -> Reply:
    """An order keeps the rate of the moment it was paid."""
    return _settings(*change_rules(lambda _: req.body.rules(), if_match=req.if_match(), remember=_document.remembering(req)))


@shares_admin_api.operation(
    "GET", _ALL, summary="Influencers", permission=_READ, query=PageQuery, response=InfluencersOut, errors=[_CURSOR]
)
def list_influencers(req: Request[NoBody, PageQuery]) -> InfluencersOut:
    """The newest first."""
    page = influencers_page(limit=req.query.limit, cursor=req.query.cursor)
    return InfluencersOut(data=[InfluencerOut.of(one) for one in page.data], next_cursor=page.next_cursor)


@shares_admin_api.operation(
    "POST", _ALL, summary="Write down an influencer", permission=_WRITE, body=InfluencerIn, response=InfluencerOut, status=201,
    idempotent=MarketingTable,
)  # fmt: skip
def post_influencer(req: Request[InfluencerIn, NoQuery]) -> Reply:
    def made(one: Influencer) -> Reply:
        return Reply(InfluencerOut.of(one), 201, etag=str(one.version))

    return made(make_influencer(req.body.model_dump(), remember=req.remembering(made)))


@shares_admin_api.operation("GET", _ONE, summary="An influencer", permission=_READ, response=InfluencerOut, errors=[_MISSING])
def read_influencer(req: Request[NoBody, NoQuery]) -> Reply:
    return _influencer(influencer_named(req.path["id"]))


@shares_admin_api.operation(
    "PATCH", _ONE, summary="Change an influencer", permission=_WRITE, body=InfluencerEdit, response=InfluencerOut,
    idempotent=MarketingTable, errors=[_MISSING, (409, "version_conflict")], headers=("If-Match",),
)  # fmt: skip
def patch_influencer(req: Request[InfluencerEdit, NoQuery]) -> Reply:
    """Another rate holds for orders that are paid from now on."""
    sent = req.body.sent_fields()
    return _influencer(edit_influencer(req.path["id"], sent, if_match=req.if_match(), remember=req.remembering(_influencer)))


@shares_admin_api.operation(
    "GET", f"{_ONE}/links", summary="An influencer's share links", permission=_READ, query=PageQuery, response=ShareLinksOut,
    errors=[_MISSING, _CURSOR],
)  # fmt: skip
def list_influencers_links(req: Request[NoBody, PageQuery]) -> ShareLinksOut:
    return links_shown(influencer_named(req.path["id"]).id, req.query)


@shares_admin_api.operation(
    "PUT", _LINK, summary="Make a share link for an influencer", permission=_WRITE, response=ShareLinkOut, idempotent=MarketingTable,
    errors=[_MISSING, (409, "influencer_off"), *MAKING],
)  # fmt: skip
def put_influencers_link(req: Request[NoBody, NoQuery]) -> Reply:
    """One for each product: made again, it is the same."""
    return link_reply(make_influencers_link(req.path["id"], req.path["product_id"], remember=req.remembering(link_reply)))


@shares_admin_api.operation(
    "DELETE", _LINK, summary="End an influencer's share link", permission=_WRITE, status=204, idempotent=MarketingTable, errors=[_MISSING]
)
def delete_influencers_link(req: Request[NoBody, NoQuery]) -> Reply:
    """What it brought stays."""
    end_link(influencer_named(req.path["id"]).id, req.path["product_id"], remember=req.remembering(gone))
    return gone()


@shares_admin_api.operation(
    "GET", "/v1/admin/share_orders", summary="Orders by somebody's share links", permission=_READ, query=OwnerQuery,
    response=SharedOrdersOut, errors=[_CURSOR],
)  # fmt: skip
def list_shared_orders(req: Request[NoBody, OwnerQuery]) -> SharedOrdersOut:
    """The newest first; also those that count nothing, with the reason."""
    page = shared_page(req.query.owner, limit=req.query.limit, cursor=req.query.cursor)
    return SharedOrdersOut(data=[_order(one) for one in page.data], next_cursor=page.next_cursor)


@shares_admin_api.operation(
    "GET", "/v1/admin/share_moves", summary="What became of somebody's commission", permission=_READ, query=OwnerQuery,
    response=CommissionMovesOut, errors=[_CURSOR],
)  # fmt: skip
def list_commission_moves(req: Request[NoBody, OwnerQuery]) -> CommissionMovesOut:
    """The newest first. No move is ever changed."""
    page = entries_page(req.query.owner, limit=req.query.limit, cursor=req.query.cursor)
    sums = [CommissionOut.of(one) for one in sums_of(req.query.owner)]
    return CommissionMovesOut(data=[CommissionMoveOut.of(one) for one in page.data], commission=sums, next_cursor=page.next_cursor)


@shares_admin_api.operation(
    "GET", "/v1/admin/share_report", summary="Commission of a month", permission=_READ, query=MonthQuery, response=MonthsOut,
    errors=[_CURSOR], own_answers={200: ["text/csv"]},
)  # fmt: skip
def read_share_report(req: Request[NoBody, MonthQuery]) -> Reply:
    """By owner and currency. As a file (`Accept: text/csv`) all rows at once."""
    asked = req.query
    if "text/csv" in req.headers.get("accept", "").lower():
        return month_file(asked.month)
    page = months_page(asked.month, limit=asked.limit, cursor=asked.cursor)
    names = influencer_names([one.owner for one in page.data])
    said = MonthsOut(data=[MonthOut.of(one, names) for one in page.data], next_cursor=page.next_cursor)
    return Reply(said.model_dump_json(by_alias=True))


@shares_admin_api.operation(
    "POST", "/v1/admin/share_report", summary="Have the commission of some months put together", permission=_READ, status=202,
    body=CommissionFileIn, response=JobView, idempotent=PlatformTable, errors=[(422, "reversed_range"), (422, "too_long")],
)  # fmt: skip
def post_commission_file(req: Request[CommissionFileIn, NoQuery]) -> Reply:
    """A job; its result is a CSV with a row for each month, owner and currency. Follow it under /v1/admin/jobs/{id}."""

    def render(job: Job) -> Reply:
        return Reply(JobView.of(job), 202, etag=str(job.version))

    return render(start_file(req.body.first, req.body.last, actor=req.caller.actor, remember=req.remembering(render)))


@shares_admin_api.operation(
    "POST", "/v1/admin/share_payouts", summary="Note that commission was paid", permission=_WRITE, body=PayoutIn, response=PayoutOut,
    status=201, idempotent=MarketingTable, errors=[(409, "month_not_over"), (409, "nothing_to_pay")],
)  # fmt: skip
def post_payout(req: Request[PayoutIn, NoQuery]) -> Reply:
    """Each month once. Months in which refunds took more than came in are paid with the others."""

    def done(one: Payout) -> Reply:
        return Reply(PayoutOut.of(one), 201)

    body = req.body
    return done(pay_out(body.owner, body.currency, body.through, remember=req.remembering(done)))


def _order(one: SharedOrder) -> SharedOrderOut:
    status = "forfeited" if one.forfeited else "released" if one.released else "pending"
    return SharedOrderOut(
        order_id=one.order_id, number=one.number, code=one.code, placed_at=one.placed_at, reason=one.why or None, rate=one.rate or 0,
        commission=MoneyModel.shown(one.booked, one.currency), status=status,
    )  # fmt: skip


def _influencer(one: Influencer) -> Reply:
    return Reply(InfluencerOut.of(one), etag=str(one.version))


def _settings(one: ShareRules, version: int) -> Reply:
    return Reply(settings_view(one, version), etag=str(version))


_document = Document("share_settings", _settings, lambda: _settings(*kept_rules()))
_document.restored_by(
    shares_admin_api, put_share_settings, _SETTINGS, body=ShareSettingsModel, response=ShareSettingsOut, permission=_WRITE,
    idempotent=MarketingTable,
)  # fmt: skip
