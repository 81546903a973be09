"""Goodwill: something is given to the buyer of an order that nobody owes them. Who may give how much follows from their role. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from functions.payments.model.ledger import Entry, Posting
from functions.shared.plain.deferred import dataclass

COSTS, ALLOWED, COUPONS = "costs:goodwill", "allowances:goodwill", "coupons:goodwill"
MOST = 50
LIMITS: Mapping[str, Mapping[str, int]] = {"support": {"CNY": 5_000}, "finance": {"CNY": 50_000}, "manager": {"CNY": 50_000}}
_UNLIMITED = "owner"


class CompensationKind(StrEnum):
    """points: once the shop has points; until then they are refused."""

    MONEY = "money"
    COUPON = "coupon"
    POINTS = "points"


@dataclass(frozen=True)
class Compensation:
    """`amount`: of money, or what the coupon is worth at most, in minor units of the order's currency. `roles`: of who gave it. `refunds`:
    by which the money goes; `code`: of the coupon."""

    id: str
    order_id: str
    kind: CompensationKind
    amount: int
    currency: str
    reason: str
    given_by: str
    given_at: str
    roles: list[str] = field(default_factory=list)
    refunds: list[str] = field(default_factory=list)
    coupon_id: str = ""
    code: str = ""
    expires_at: str = ""


def limit_for(roles: Iterable[str], currency: str, limits: Mapping[str, Mapping[str, int]]) -> int | None:
    """The most that all compensations of one order may come to, once these roles have given the last of them: the highest of theirs. 0 for
    a currency that has none; None: owners, as long as no limit was set for them."""
    known = list(roles)
    if _UNLIMITED in known and _UNLIMITED not in limits:
        return None
    return max((limits.get(role, {}).get(currency, 0) for role in known), default=0)


def given_in_all(known: Sequence[Compensation]) -> int:
    return sum(one.amount for one in known)


def cost_entry(payment_id: str, order_id: str, cause: str, at: str, amount: int, currency: str, against: str) -> Entry:
    """What was given is a cost. Money: against what the credit note takes off sales; a coupon: against what the shop owes by it."""
    return Entry(payment_id, order_id, cause, at, currency, [Posting(COSTS, amount), Posting(against, -amount)])
