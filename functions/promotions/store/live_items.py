"""How the promotions of launched campaigns lie in the table: a head and an item per campaign, so that no number makes an item too large.

The head (`RULES` / `LIVE`) has the version of the whole; a campaign's item (`LIVE#<campaign>`) has the version of the head it was written
with, in one transaction. The head is read first: an item with a higher version than it was written meanwhile, and all is read again, so
nobody prices with a half of a change. A head of before holds its campaigns itself; each change moves some of them out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from functions.promotions.model.campaign import Campaign, Plan
from functions.promotions.model.rule import Rule
from functions.promotions.store.records import LIVE_PK, LIVE_SK, PromotionsTable
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Put, Write, put_new
from functions.shared.store.versions import locked_update

MOST_PROMOTIONS = 10_000
MOVED_AT_ONCE = 60
_KEEP_ENDED = timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """`body` of a head: the campaigns that have no items of their own yet."""

    campaigns: tuple[Plan, ...] = ()


@dataclass(frozen=True)
class Live:
    """All launched campaigns as of one version of the head; 0: none was ever launched."""

    campaigns: tuple[Plan, ...] = ()
    version: int = 0

    @cached_property
    def rules(self) -> dict[str, tuple[Rule, Campaign]]:
        """By promotion id; also those that have not begun or are over."""
        return {rule.id: (rule, live.campaign) for live in self.campaigns for rule in live.rules()}

    @cached_property
    def by_id(self) -> dict[str, Campaign]:
        """Campaigns by id: whom their coupons are for, besides what they say themselves, and who is held out."""
        return {live.campaign.id: live.campaign for live in self.campaigns}


@dataclass(frozen=True)
class StoredLive:
    """What is stored now, for a change: the write fails with Overtaken when somebody changed any of it meanwhile."""

    live: Live
    held: tuple[Plan, ...] = ()

    def rules_besides(self, campaign_id: str) -> list[Rule]:
        return [rule for entry in self._besides(campaign_id) for rule in entry.rules()]

    def write(self, plan: Plan) -> list[Write]:
        """Raises Conflict (409 `too_many_live_promotions`)."""
        if sum(len(entry.promotions) for entry in (*self._besides(plan.campaign.id), plan)) > MOST_PROMOTIONS:
            raise Conflict("Too many promotions are launched; stop or shorten some.", code="too_many_live_promotions")
        waiting = [entry for entry in self.held if entry.campaign.id != plan.campaign.id and not _long_over(entry.campaign)]
        moved, left = waiting[:MOVED_AT_ONCE], waiting[MOVED_AT_ONCE:]
        # Texts that only staff reads stay out: all of it is read by every cold process.
        slim = replace(plan.campaign, description={}, metadata={}, private_metadata={})
        new = self.live.version + 1
        return [self._head(dump(Held(tuple(left))), new), *(Put(_part(one, new)) for one in (Plan(slim, plan.promotions), *moved))]

    def _besides(self, campaign_id: str) -> list[Plan]:
        return [one for one in self.live.campaigns if one.campaign.id != campaign_id and not _long_over(one.campaign)]

    def _head(self, body: str, version: int) -> Write:
        table = PromotionsTable
        if self.live.version == 0:
            return put_new(table(pk=LIVE_PK, sk=LIVE_SK, kind="live_rules", body=body), Overtaken())
        actions = [table.body.set(body), table.version.set(version)]
        return locked_update(table, LIVE_PK, LIVE_SK, actions, self.live.version)


def _part(plan: Plan, version: int) -> PromotionsTable:
    """It goes by itself once nobody needs it: nothing else would ever take away the campaigns of past years."""
    ttl = int((plan.campaign.ends_at + _KEEP_ENDED).timestamp())
    sk = f"{LIVE_SK}#{plan.campaign.id}"
    return PromotionsTable(pk=LIVE_PK, sk=sk, kind="live_campaign", body=dump(plan), version=version, ttl=ttl)


def stored_live() -> StoredLive:
    """One Query (one more per MB). The head comes first, in the order of the sort keys. Raises Overtaken when it was changed meanwhile."""
    items = list(PromotionsTable.query(LIVE_PK, PromotionsTable.sk.startswith(LIVE_SK), consistent_read=True))
    heads, parts = [item for item in items if item.sk == LIVE_SK], [item for item in items if item.sk != LIVE_SK]
    version = int(heads[0].version) if heads else 0
    if any(part.version > version for part in parts):
        raise Overtaken
    own = [load(Plan, part.body) for part in parts]
    moved = {plan.campaign.id for plan in own}
    held = tuple(plan for plan in load(Held, heads[0].body).campaigns if plan.campaign.id not in moved) if heads else ()
    return StoredLive(Live((*held, *own), version), held)


def _long_over(campaign: Campaign) -> bool:
    return campaign.ends_at + _KEEP_ENDED < clock.now()
