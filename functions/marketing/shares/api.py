"""Share links over HTTP, for whoever opens one and for customers who make them."""

from __future__ import annotations

from functions.marketing.shares.answers import MAKING, gone, link_reply, links_shown
from functions.marketing.shares.for_some_page import for_some_page
from functions.marketing.shares.make_link import end_link, make_link
from functions.marketing.shares.open_link import Visit, open_link
from functions.marketing.shares.schemas import OpenQuery, ShareLinkOut, ShareLinksOut
from functions.marketing.store.records import MarketingTable
from functions.promotions import asker_of
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.pages.page import HTML, language_for

shares_api = Api("share links")
_MINE = "/v1/me/share_links"


@shares_api.operation(
    "GET", "/s/{code}", summary="Open a share link", query=OpenQuery, status=302, own_answers={200: (HTML,)}, errors=[(404, "not_found")]
)
def open_share_link(req: Request[NoBody, OpenQuery]) -> Reply:
    """To the product in the storefront, with `share`: what a cart's metadata takes as `share_link`, so that its order counts for the link.
    200: a page for whoever does not see the product, or did not say who they are; it names nothing of it and leads to the storefront, where
    they sign in. Counted once a day for a device, and not where a machine says that it is one."""
    said = req.headers
    purpose = f"{said.get('sec-purpose', '')} {said.get('purpose', '')} {said.get('x-moz', '')}"
    opened = open_link(req.path["code"], Visit(req.source_ip, said.get("user-agent", ""), purpose), asker_of(req.caller))
    if not opened.is_shown:
        return for_some_page(opened.to, language_for(req.query.lang, req.languages))
    return Reply(None, 302, headers={"Location": opened.to, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})


@shares_api.operation("GET", _MINE, summary="My share links", permission="customer", query=PageQuery, response=ShareLinksOut)
def my_share_links(req: Request[NoBody, PageQuery]) -> ShareLinksOut:
    """With what was opened and bought by them."""
    return links_shown(req.caller.id, req.query)


@shares_api.operation(
    "PUT", f"{_MINE}/{{product_id}}", summary="Make a share link for a product", permission="customer", response=ShareLinkOut,
    idempotent=MarketingTable, errors=MAKING,
)  # fmt: skip
def put_share_link(req: Request[NoBody, NoQuery]) -> Reply:
    """One for each product that they see: made again, it is the same."""
    return link_reply(make_link(req.caller.id, req.path["product_id"], asker_of(req.caller), remember=req.remembering(link_reply)))


@shares_api.operation(
    "DELETE", f"{_MINE}/{{product_id}}", summary="End a share link", permission="customer", status=204, idempotent=MarketingTable,
    errors=[(404, "not_found")],
)  # fmt: skip
def delete_share_link(req: Request[NoBody, NoQuery]) -> Reply:
    """What it brought stays."""
    end_link(req.caller.id, req.path["product_id"], remember=req.remembering(gone))
    return gone()
