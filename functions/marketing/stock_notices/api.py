"""Waiting for what is sold out, over HTTP."""

from __future__ import annotations

from functions.marketing.model.wish import Wish
from functions.marketing.stock_notices.ask import wait_as_customer, wait_as_guest, wait_no_more
from functions.marketing.stock_notices.schemas import StockNoticeIn, StockNoticeList, StockNoticeOut
from functions.marketing.store.records import MarketingTable
from functions.marketing.store.wishes import wishes_of
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.outside import clock
from functions.shared.plain import ids
from functions.shared.plain.errors import Invalid

stock_notices_api = Api("stock notices")
_MINE = "/v1/me/stock_notices"


@stock_notices_api.operation(
    "POST", "/v1/stock_notices", summary="Tell me when it is back", status=202, body=StockNoticeIn, response=StockNoticeOut,
    idempotent=MarketingTable, errors=[(422, "unknown_variant"), (409, "in_stock"), (409, "too_many")],
)  # fmt: skip
def post_stock_notice(req: Request[StockNoticeIn, NoQuery]) -> Reply:
    """Once, when so many pieces can be bought again, in the order of asking. It is what was asked for, so no consent to advertising is
    needed; it ends by itself, after 180 days at the latest."""
    body, language = req.body, req.body.language or next(iter(req.languages), "")
    wish = Wish(req.caller.id, body.variant_id, "", body.quantity, body.channel.value, language, "", sold_by=req.caller.channel)
    if ids.is_id("cus", req.caller.id):
        return _kept(wait_as_customer(wish, remember=req.remembering(_kept)))
    if body.email is None:
        raise Invalid.field("/email", "missing", "Sign in, or give an address.")
    if body.channel != "email":
        raise Invalid.field("/channel", "needs_account", "Without an account it is told by e-mail.")
    told = StockNoticeOut(variant_id=body.variant_id, quantity=body.quantity, status="asked", channel="email", asked_at=None)

    def render() -> Reply:
        return Reply(told, 202)

    wait_as_guest(body.email, wish, remember=req.remembering(render))
    return render()


@stock_notices_api.operation("GET", _MINE, summary="What I wait for", permission=SIGNED_IN, response=StockNoticeList)
def list_stock_notices(req: Request[NoBody, NoQuery]) -> StockNoticeList:
    return StockNoticeList(data=[StockNoticeOut.of(one) for one in wishes_of(req.caller.id, clock.now())])


@stock_notices_api.operation(
    "DELETE", f"{_MINE}/{{variant_id}}", summary="Wait for it no more", permission=SIGNED_IN, status=204, idempotent=MarketingTable,
    errors=[(404, "not_found")],
)  # fmt: skip
def delete_stock_notice(req: Request[NoBody, NoQuery]) -> Reply:
    def render() -> Reply:
        return Reply(None, 204)

    wait_no_more(req.caller.id, req.path["variant_id"], remember=req.remembering(render))
    return render()


def _kept(one: Wish) -> Reply:
    return Reply(StockNoticeOut.of(one), 202)
