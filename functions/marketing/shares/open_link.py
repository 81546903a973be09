"""Somebody opens a link: counted once a day for a device, and led to the product, with the name of the link and the time."""

from __future__ import annotations

from contextlib import suppress
from zoneinfo import ZoneInfo

from functions.catalog import product_page
from functions.marketing.model.share import is_person, touch_of, typed_code
from functions.marketing.store.shares import kept_rules, live_link, open_writes
from functions.pricing import Shopper
from functions.shared.limits.addresses import network_of
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import settings
from functions.shared.sealing import filed
from functions.shared.store.transactions import Exists, transact


@dataclass(frozen=True)
class Visit:
    """Where a request comes from, of which nothing is kept but a keyed hash, for two days. `purpose`: what a browser says of pages that it
    fetches before somebody asks."""

    address: str
    user_agent: str
    purpose: str = ""


@dataclass(frozen=True)
class Opened:
    """`to`: the address in the storefront. `is_shown`: who asks may see the product; else the address tells nothing of it."""

    to: str
    is_shown: bool


def open_link(typed: str, visit: Visit, who: Shopper) -> Opened:
    """Raises NotFound for a link that there is not, that ended or whose product is not on sale."""
    code, now = typed_code(typed), clock.now()
    link = live_link(code) if kept_rules()[0].enabled else None
    page = product_page(link.product_id) if link else None
    if link is None or page is None:
        raise NotFound("There is no such link, or it is over.")
    if is_person(visit.user_agent, visit.purpose):
        day = now.astimezone(ZoneInfo(settings().store_timezone)).date().isoformat()
        device = filed("share_open", code, day, network_of(visit.address), visit.user_agent)[:32]
        with suppress(Exists):
            transact(open_writes(code, day, device, now))
    is_shown = page.is_for(who)
    return Opened(f"{page.url if is_shown else page.plain_url}?share={touch_of(code, now)}", is_shown)
