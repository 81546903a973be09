"""What one order uses of coupons, budgets, flash quotas and groups, as plain data: enough to give every bit of it back. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from itertools import groupby

from functions.promotions.model.holdout import Trial
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Use:
    """One applied rule. `counted`: which counters it moved (uses, budget, customer, campaign); `day`: the store's day it counts for.

    `held`: what the single coupon had held of its budget before. `key`: of its code, for single coupons. `given_for`: of
    one that was given as goodwill, `<order>#<compensation>`.
    """

    rule_id: str
    amount: int
    coupon_id: str | None = None
    code: str | None = None
    key: str | None = None
    campaign_id: str | None = None
    held: int = 0
    counted: frozenset[str] = frozenset()
    day: str | None = None
    return_on_refund: bool = False
    given_for: str = ""


@dataclass(frozen=True)
class FlashUse:
    """`taken`: pieces by shard of the quota."""

    sale_id: str
    variant_id: str
    quantity: int
    taken: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class GroupUse:
    """A place in a group. `group_id`: the group that was wanted, and from `seated` on the one they are in. `leads`: they begin it."""

    group_buy_id: str
    group_id: str
    quantity: int
    leads: bool
    seated: bool = False


@dataclass(frozen=True)
class Uses:
    """`trials`: campaigns with a holdout that the order counts for, as they were when it was placed. `compared`: it is counted
    there. `refunds`: by id what was told to be paid back of it; `undone`: those that came back, so that it cost that much after all."""

    order_id: str
    customer_id: str | None
    currency: str
    uses: tuple[Use, ...] = ()
    newcomer: bool = False
    flash: FlashUse | None = None
    group: GroupUse | None = None
    trials: tuple[Trial, ...] = ()
    compared: bool = False
    refunds: dict[str, int] = field(default_factory=dict)
    undone: tuple[str, ...] = ()

    @property
    def refunded(self) -> int:
        return sum(amount for refund, amount in self.refunds.items() if refund not in self.undone)

    @property
    def coupons(self) -> list[Use]:
        return [use for use in self.uses if use.coupon_id is not None]

    def by_coupon(self) -> list[tuple[str, list[Use]]]:
        return grouped((use.coupon_id or "", use) for use in self.coupons)

    def by_campaign(self) -> list[tuple[str, list[Use]]]:
        return grouped((use.campaign_id or "", use) for use in self.uses if "campaign" in use.counted)


def grouped(pairs: Iterable[tuple[str, Use]]) -> list[tuple[str, list[Use]]]:
    """By the first of each pair, in its order: one counter can be written only once per transaction."""
    ordered = sorted(pairs, key=lambda pair: pair[0])
    return [(name, [use for _, use in group]) for name, group in groupby(ordered, key=lambda pair: pair[0])]
