"""Cash on delivery: the order is shipped on a promise, within the shop's limit. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from functions.payments.model.compensation import LIMITS
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money

CASH_ON_DELIVERY = "cash_on_delivery"
BANK_TRANSFER = "bank_transfer"


@dataclass(frozen=True)
class PaymentSettings:
    """`on_delivery_limits`: the largest amount in minor units that may be paid on delivery, by currency; absent: not at all.
    `hold_hours`: how long an order waits for money that takes days, from its placing, by method; absent: as long as any order.
    `goodwill_limits`: what a role may give for an order that nobody owes, by role and currency; `goodwill_days`: how long coupons given so
    can be used.
    `step_up_limits`: the largest amount that a kept card pays without its owner showing that it is them, by currency; absent: any.
    `step_up_new_device`: they show it, too, from a device they have not paid from so."""

    on_delivery_limits: Mapping[str, int] = field(default_factory=lambda: {"CNY": 500_000})
    hold_hours: Mapping[str, int] = field(default_factory=lambda: {BANK_TRANSFER: 72})
    goodwill_limits: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: LIMITS)
    goodwill_days: int = 365
    step_up_limits: Mapping[str, int] = field(default_factory=dict)
    step_up_new_device: bool = False


def not_on_delivery(money: Money, settings: PaymentSettings) -> str | None:
    """Why it cannot be paid on delivery, as a stable code; None when it can."""
    limit = settings.on_delivery_limits.get(money.currency)
    if limit is None:
        return "unsupported_currency"
    return "unsupported_amount" if money.amount > limit else None
