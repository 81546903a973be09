"""The promotions that apply without a code, of all launched campaigns, as one item: read in the same request as a cart's catalogue.

A process keeps it for a minute, so that most previews and orders do not read it at all; a change is everywhere after that minute.
Start and end need no write: every rule carries its own period.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from functions.catalog import category_paths
from functions.promotions.campaign import Campaign, Plan
from functions.promotions.records import LIVE_PK, LIVE_SK, PromotionsTable
from functions.promotions.rule import Audience, Rule
from functions.shared import clock
from functions.shared.again import Overtaken
from functions.shared.errors import Conflict
from functions.shared.records import dump, find, load
from functions.shared.transactions import Put, Write

KEEP_SECONDS = 60.0
_LARGEST = 300_000
_KEEP_ENDED = timedelta(days=1)


@dataclass(frozen=True)
class Live:
    campaigns: tuple[Plan, ...] = ()

    @cached_property
    def rules(self) -> dict[str, tuple[Rule, Campaign]]:
        """By promotion id; also those that have not begun or are over."""
        return {rule.id: (rule, live.campaign) for live in self.campaigns for rule in live.rules()}

    @cached_property
    def audiences(self) -> dict[str, Audience]:
        """By campaign id: whom its coupons are for, besides what they say themselves."""
        return {live.campaign.id: live.campaign.audience for live in self.campaigns}


class _Cache:
    def __init__(self) -> None:
        self.live: Live | None = None
        self.live_until = 0.0
        self.paths: dict[str, frozenset[str]] | None = None
        self.paths_until = 0.0


_cache = _Cache()


def forget() -> None:
    """The next reader reads anew: after an own change, and between tests."""
    _cache.live = _cache.paths = None


def cached() -> Live | None:
    return _cache.live if time.monotonic() < _cache.live_until else None


def last_known() -> Live:
    """What this process last read, however long ago: good enough to know what else to ask for, not to price with."""
    return _cache.live or Live()


def keep(record: PromotionsTable | None) -> Live:
    """What was read of the item, kept for a minute."""
    _cache.live = load(Live, record.body) if record else Live()
    _cache.live_until = time.monotonic() + KEEP_SECONDS
    return _cache.live


def live_now() -> Live:
    """Kept, or read by one GetItem."""
    return cached() or keep(find(PromotionsTable, LIVE_PK, LIVE_SK))


def ancestors() -> dict[str, frozenset[str]]:
    """Category id → itself and everything above it; kept for a minute, else one Query."""
    if _cache.paths is None or time.monotonic() >= _cache.paths_until:
        _cache.paths, _cache.paths_until = category_paths(), time.monotonic() + KEEP_SECONDS
    return _cache.paths


@dataclass(frozen=True)
class StoredLive:
    """The item as it is now, for a change: the write fails with Overtaken when somebody changed it meanwhile."""

    live: Live
    version: int

    def rules_besides(self, campaign_id: str) -> list[Rule]:
        return [rule for entry in self.live.campaigns if entry.campaign.id != campaign_id for rule in entry.rules()]

    def write(self, plan: Plan) -> list[Write]:
        """Raises Conflict (409 `too_many_live_promotions`)."""
        kept = [entry for entry in self.live.campaigns if entry.campaign.id != plan.campaign.id and not _long_over(entry.campaign)]
        # Texts that only staff reads stay out: the item is read by every cold process.
        slim = replace(plan.campaign, description={}, metadata={}, private_metadata={})
        body = dump(Live((*kept, Plan(slim, plan.promotions))))
        if len(body.encode()) > _LARGEST:
            raise Conflict("Too many promotions are launched; stop or shorten some.", code="too_many_live_promotions")
        record = PromotionsTable(pk=LIVE_PK, sk=LIVE_SK, kind="live_rules", body=body, version=self.version + 1)
        new = PromotionsTable.pk.does_not_exist() if self.version == 0 else PromotionsTable.version == self.version
        return [Put(record, new, Overtaken())]


def stored_live() -> StoredLive:
    record = find(PromotionsTable, LIVE_PK, LIVE_SK)
    return StoredLive(load(Live, record.body), int(record.version)) if record else StoredLive(Live(), 0)


def _long_over(campaign: Campaign) -> bool:
    return campaign.ends_at + _KEEP_ENDED < clock.now()
