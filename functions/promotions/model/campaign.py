"""Campaigns as plain data: planned, launched, running between two moments, stoppable. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from functions.promotions.model.rule import Audience, Rule
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault


class State(StrEnum):
    """`DRAFT` and `STOPPED` are decided by people; the others follow from the clock."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"


@dataclass(frozen=True)
class Slot:
    """Something to show: where (`place`, e.g. home_top), what, and where it leads."""

    place: str
    image: str = ""
    title: dict[str, str] = field(default_factory=dict)
    link: str = ""
    sort: int = 0


@dataclass(frozen=True)
class Campaign:
    """`budget`: minor units of `currency` that its promotions and coupons may take off together. `audience`: whom it addresses; each of
    its promotions and coupons may narrow that down. `holdout`: per cent of its customers who are given none of it (model/holdout.py)."""

    id: str
    name: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    currency: str
    created_at: str
    budget: int | None = None
    launched: bool = False
    stopped: bool = False
    description: dict[str, str] = field(default_factory=dict)
    slots: tuple[Slot, ...] = ()
    audience: Audience = field(default_factory=Audience)
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)
    holdout: int = 0

    def runs_at(self, at: datetime) -> bool:
        return self.state(at) is State.RUNNING

    @property
    def active(self) -> bool:
        """Whether its coupons may be used: they have periods of their own."""
        return self.launched and not self.stopped

    def state(self, at: datetime) -> State:
        if not self.launched:
            return State.DRAFT
        if at >= self.ends_at:
            return State.ENDED
        if self.stopped:
            return State.STOPPED
        return State.SCHEDULED if at < self.starts_at else State.RUNNING


@dataclass(frozen=True)
class Promotion:
    """A rule inside a campaign. `rule.id` is the promotion's id; its own period, if any, lies within the campaign's."""

    rule: Rule
    enabled: bool = True


@dataclass(frozen=True)
class Plan:
    """A campaign with its promotions: one item, one version."""

    campaign: Campaign
    promotions: tuple[Promotion, ...] = ()

    def rules(self) -> list[Rule]:
        """As they apply, whether launched or not; none while stopped."""
        if self.campaign.stopped:
            return []
        return [live_rule(self.campaign, promotion) for promotion in self.promotions if promotion.enabled]


def live_rule(campaign: Campaign, promotion: Promotion) -> Rule:
    """The rule as it applies: never outside its campaign."""
    rule = promotion.rule
    starts = max(moment for moment in (rule.starts_at, campaign.starts_at) if moment)
    ends = min(moment for moment in (rule.ends_at, campaign.ends_at) if moment)
    return replace(rule, starts_at=starts, ends_at=ends, campaign_audience=campaign.audience)


def outside(campaign: Campaign, rule: Rule) -> list[Fault]:
    """Where the rule's own period, if any, leaves its campaign's."""
    faults = []
    if rule.starts_at and not campaign.starts_at <= rule.starts_at < campaign.ends_at:
        faults.append(Fault("/starts_at", "outside_campaign", "It must start within its campaign."))
    if rule.ends_at and not campaign.starts_at < rule.ends_at <= campaign.ends_at:
        faults.append(Fault("/ends_at", "outside_campaign", "It must end within its campaign."))
    return faults


def never_applies(campaign: Campaign, rule: Rule) -> bool:
    """Whether nothing of its own period is left in the campaign's."""
    live = live_rule(campaign, Promotion(rule))
    return live.starts_at is not None and live.ends_at is not None and live.starts_at >= live.ends_at


def clashes(rules: Iterable[Rule], others: Iterable[Rule], now: datetime) -> list[tuple[str, str]]:
    """Pairs of exclusive rules that can meet in one cart at a moment from now on: which one applies would be left to chance of the
    cart's content, so shopkeepers must decide.

    A cart holds products of every kind, so other products, brands or categories do not keep two rules apart: what does is currency,
    time, and channel.
    """
    theirs = [rule for rule in others if rule.exclusive]
    ours = [rule for rule in rules if rule.exclusive]
    return [(mine.id, other.id) for mine in ours for other in theirs if mine.id != other.id and _meet(mine, other, now)]


def _meet(a: Rule, b: Rule, now: datetime) -> bool:
    return a.currency == b.currency and _meet_in_time(a, b, now) and _meet_in_channel(a, b) and _has_goods(a) and _has_goods(b)


def _meet_in_time(a: Rule, b: Rule, now: datetime) -> bool:
    starts = [moment for moment in (a.starts_at, b.starts_at, now) if moment]
    ends = [moment for moment in (a.ends_at, b.ends_at) if moment]
    return not ends or max(starts) < min(ends)


def _meet_in_channel(a: Rule, b: Rule) -> bool:
    named = [audience.channels for rule in (a, b) for audience in (rule.audience, rule.campaign_audience) if audience.channels]
    return not named or bool(frozenset.intersection(*named))


def _has_goods(rule: Rule) -> bool:
    return not rule.scope.products or bool(rule.scope.products - rule.scope.excluded_products)
