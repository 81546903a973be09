"""Share links over HTTP, for whoever opens one and for customers who make them."""

from __future__ import annotations

from functions.marketing.model.share import ShareLink
from functions.marketing.shares.for_some_page import for_some_page
from functions.marketing.shares.make_link import end_link, make_link
from functions.marketing.shares.open_link import Visit, open_link
from functions.marketing.shares.schemas import CommissionOut, OpenQuery, ShareLinkOut, ShareLinksOut
from functions.marketing.store.commissions import sums_of
from functions.marketing.store.records import MarketingTable
from functions.marketing.store.shares import figures_of, links_page
from functions.promotions import asker_of
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.pages.page import HTML, language_for

shares_api = Api("share links")
_MINE = "/v1/me/share_links"
MAKING = [(422, "unknown_product"), (409, "shares_off"), (409, "too_many")]


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


def links_shown(owner: str, asked: PageQuery) -> ShareLinksOut:
    """A Query for the page, and one for each link on it."""
    page = links_page(owner, limit=asked.limit, cursor=asked.cursor)
    data = [ShareLinkOut.of(link, figures_of(link.code)) for link in page.data]
    return ShareLinksOut(data=data, commission=[CommissionOut.of(one) for one in sums_of(owner)], next_cursor=page.next_cursor)


def link_reply(link: ShareLink) -> Reply:
    return Reply(ShareLinkOut.of(link, figures_of(link.code)))


def gone() -> Reply:
    return Reply(None, 204)
