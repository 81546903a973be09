"""What owners of links and staff are answered alike."""

from __future__ import annotations

from functions.marketing.model.share import ShareLink
from functions.marketing.shares.schemas import CommissionOut, ShareLinkOut, ShareLinksOut
from functions.marketing.store.commissions import sums_of
from functions.marketing.store.shares import figures_of, links_page
from functions.shared.http.operation import Reply
from functions.shared.http.page_query import PageQuery

MAKING = [(422, "unknown_product"), (409, "shares_off"), (409, "too_many")]


def links_shown(owner: str, asked: PageQuery) -> ShareLinksOut:
    """A Query for the page, and one for each link on it."""
    page = links_page(owner, limit=asked.limit, cursor=asked.cursor)
    data = [ShareLinkOut.of(link, figures_of(link.code)) for link in page.data]
    return ShareLinksOut(data=data, commission=[CommissionOut.of(one) for one in sums_of(owner)], next_cursor=page.next_cursor)


def link_reply(link: ShareLink) -> Reply:
    return Reply(ShareLinkOut.of(link, figures_of(link.code)))


def gone() -> Reply:
    return Reply(None, 204)
