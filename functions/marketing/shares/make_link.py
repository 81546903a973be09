"""Somebody makes a link for a product, or ends it."""

from __future__ import annotations

from functions.catalog import product_page
from functions.marketing.model.share import CODE_LENGTH, MOST_LINKS, ShareLink, code_of
from functions.marketing.store.people import still_there
from functions.marketing.store.shares import find_influencer, kept_rules, link_delete, link_of, link_writes, links_of
from functions.pricing import Shopper
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact


def make_link(owner: str, product_id: str, who: Shopper | None, *, remember: Remember[ShareLink]) -> ShareLink:
    """That which there is, if they have one already. `who`: who asks, who sees the product; None: staff, who see all.
    Raises Invalid (422 `unknown_product`), Conflict (409 `shares_off`, `too_many`)."""
    if not kept_rules()[0].enabled:
        raise Conflict("This shop has no share links.", code="shares_off")
    page = product_page(product_id) if ids.is_id("prod", product_id) else None
    if page is None or not (who is None or page.is_for(who)):
        raise Invalid.field("/product_id", "unknown_product", "There is no such product on sale.")

    def attempt() -> ShareLink:
        if known := link_of(owner, product_id):
            transact(remember(known))
            return known
        if len(links_of(owner)) >= MOST_LINKS:
            raise Conflict(f"One has at most {MOST_LINKS} links; end one first.", code="too_many")
        link = ShareLink(code_of(fresh.chance(CODE_LENGTH)), owner, product_id, times.iso(clock.now()))
        there = [still_there(owner)] if ids.is_id("cus", owner) else []
        transact([*there, *link_writes(link), *remember(link)])
        return link

    return again(attempt)


def make_influencers_link(influencer_id: str, product_id: str, *, remember: Remember[ShareLink]) -> ShareLink:
    """Raises as the other, and NotFound; Conflict (409 `influencer_off`)."""
    influencer = find_influencer(influencer_id)
    if influencer is None:
        raise NotFound("There is no such influencer.")
    if not influencer.active:
        raise Conflict("They are switched off; switch them on first.", code="influencer_off")
    return make_link(influencer_id, product_id, None, remember=remember)


def end_link(owner: str, product_id: str, *, remember: Remember[()]) -> None:
    """Nobody is led anywhere by it, and no order that is paid from now on counts for it. Raises NotFound."""

    def attempt() -> None:
        link = link_of(owner, product_id)
        if link is None:
            raise NotFound("There is no such link.")
        transact([link_delete(link), *remember()])

    again(attempt)
