"""Coupons as plain data: what a coupon gives, to whom, how often, how long; and the life of a single one. Pure."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from functions.promotions.model.rule import Kind, Reason, Rule
from functions.shared.plain.deferred import dataclass


class Distribution(StrEnum):
    CODE = "code"  # one code for everybody
    BATCH = "batch"  # unique codes, made by a job
    CLAIM = "claim"  # taken from the coupon centre
    WELCOME = "welcome"  # granted on registration


class Stacking(StrEnum):
    """What it may be combined with."""

    ALL = "all"
    ONE_COUPON = "one_coupon"  # with automatic promotions, not with other coupons: the better one applies
    ALONE = "alone"


class State(StrEnum):
    """Of a single coupon. `OPEN` is a generic code: it has no life of its own."""

    OPEN = "open"
    ISSUED = "issued"
    CLAIMED = "claimed"
    RESERVED = "reserved"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    REVOKED = "revoked"


USABLE = (State.OPEN, State.ISSUED, State.CLAIMED)
WHY_NOT = {
    State.RESERVED: Reason.ALREADY_USED,
    State.REDEEMED: Reason.ALREADY_USED,
    State.EXPIRED: Reason.ENDED,
    State.REVOKED: Reason.REVOKED,
}
COUPON_GROUP = "coupons"
NOTICE = timedelta(hours=24)


@dataclass(frozen=True)
class Limits:
    """None: no limit. `per_day` counts days of the store time zone; `budget` is in minor units of the rule's currency."""

    uses: int | None = None
    claims: int | None = None
    per_customer: int | None = None
    per_day: int | None = None
    budget: int | None = None


@dataclass(frozen=True)
class Coupon:
    """`rule` has no code and no id of its own; its period is the coupon's. `valid_days`: after claiming, but never beyond the period."""

    id: str
    distribution: Distribution
    rule: Rule
    created_at: str
    code: str | None = None
    limits: Limits = field(default_factory=Limits)
    stacking: Stacking = Stacking.ALL
    valid_days: int | None = None
    campaign_id: str | None = None
    return_on_refund: bool = False
    stopped: bool = False
    description: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)

    @property
    def personal(self) -> bool:
        return self.distribution in (Distribution.CLAIM, Distribution.WELCOME)

    def end_for(self, claimed_at: datetime) -> datetime | None:
        """From when a coupon claimed at that moment is over."""
        ends = [self.rule.ends_at] if self.rule.ends_at else []
        ends += [claimed_at + timedelta(days=self.valid_days)] if self.valid_days else []
        return min(ends, default=None)

    def worth(self) -> int:
        """The most a single one can take off, as far as it is known: what it holds of the budget until it is used or over."""
        rule = self.rule
        if self.limits.budget is None:
            return 0
        most = {Kind.FIXED: rule.value, Kind.TIERS: max((off for _, off in rule.tiers), default=0)}.get(rule.kind)
        return min(value for value in (most, rule.cap) if value is not None) if most is not None or rule.cap is not None else 0


def rule_for_code(coupon: Coupon, code: str, *, ends_at: datetime | None, blocked: Reason | None) -> Rule:
    """The coupon's rule as one code brings it into a cart."""
    rule = coupon.rule
    return replace(
        rule,
        id=coupon.id if coupon.distribution is Distribution.CODE else f"{coupon.id}/{code}",
        code=code,
        ends_at=min((end for end in (rule.ends_at, ends_at) if end), default=None),
        group=COUPON_GROUP if coupon.stacking is Stacking.ONE_COUPON else rule.group,
        exclusive=coupon.stacking is Stacking.ALONE or rule.exclusive,
        blocked=Reason.STOPPED if coupon.stopped and blocked is None else blocked,
    )


def next_due(expires_at: datetime, *, held: bool, told: bool) -> datetime:
    """When somebody must look at a single coupon again: a day before its end if it is somebody's, then at its end."""
    return expires_at - NOTICE if held and not told else expires_at
