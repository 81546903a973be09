"""Campaigns of the year that held customers out, as promotions keep them, and what both parts did: counted from all their orders.

They are over, and nothing of theirs can be used any more: what they took off stands in the orders.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.marketing.model.known import Bought
from functions.marketing.store.records import BoughtRecord, MarketingTable, person_pk
from functions.promotions.campaigns.manage_campaigns import campaign_item
from functions.promotions.model.campaign import Campaign as Kept
from functions.promotions.model.campaign import Plan, Promotion
from functions.promotions.model.holdout import held_out
from functions.promotions.model.rule import Kind, Rule
from functions.promotions.store.records import campaign_pk
from functions.promotions.store.trials import TRIAL_SK, TrialRecord
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.store_time import start_of_day
from functions.shared.store.records import Record
from infra.history.names import some_id
from infra.history.story import COMPARED, campaign_id
from infra.history.year import MARKETS, Campaign, Year

_A_DAY = timedelta(days=1)
_ZONE = next(market.zone for market in MARKETS if market.currency == COMPARED)


def holdout_items(year: Year) -> Iterator[Record]:
    """Of campaigns that the year has a day of."""
    campaigns = [(one, days) for one in year.campaigns if one.holdout and (days := _days(one, year))]
    bought = [] if not campaigns else [
        (item.pk.removeprefix(person_pk("")), load(Bought, item.body))
        for item in BoughtRecord.scan(MarketingTable.kind == "bought_order")
    ]  # fmt: skip
    for campaign, days in campaigns:
        kept = _kept(campaign, days, year)
        yield campaign_item(Plan(kept, (Promotion(_rule(campaign, kept)),)))
        counts, buyers = Counter[str](), set[str]()
        for customer, one in bought:
            at = times.parse(one.placed_at)
            if not one.paid or one.currency != COMPARED or at.astimezone(ZoneInfo(_ZONE)).date() not in days:
                continue
            part = "held_out" if held_out(kept.id, campaign.holdout, customer) else "exposed"
            counts[f"{part}_buyers"] += customer not in buyers
            counts[f"{part}_orders"] += 1
            counts[f"{part}_value"] += one.total - one.refunded
            buyers.add(customer)
        yield TrialRecord(pk=campaign_pk(kept.id), sk=TRIAL_SK, share=campaign.holdout, **counts)


def _days(campaign: Campaign, year: Year) -> list[date]:
    """The last time that it ran."""
    covered = [day for day in (year.first + _A_DAY * number for number in range(year.days)) if campaign.covers(day)]
    return [day for place, day in enumerate(covered) if (covered[-1] - day).days == len(covered) - 1 - place]


def _kept(campaign: Campaign, days: list[date], year: Year) -> Kept:
    starts, ends = start_of_day(days[0], _ZONE), start_of_day(days[-1] + _A_DAY, _ZONE)
    return Kept(
        campaign_id(year, campaign), {"en": campaign.name}, starts, ends, COMPARED, times.iso(starts - _A_DAY * 7), launched=True,
        holdout=campaign.holdout,
    )  # fmt: skip


def _rule(campaign: Campaign, kept: Kept) -> Rule:
    begin: datetime = kept.starts_at
    return Rule(some_id("prm", begin, kept.id), Kind.PERCENT, COMPARED, {"en": campaign.name}, value=campaign.off)
