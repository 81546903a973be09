"""On which terms goods are taken back, and which of them applies. Pure.

Directive 2011/83 Art. 9, 14, 16 and 消费者权益保护法 Art. 25 set what a buyer may ask for without a reason; a policy may give more. What is
faulty is another matter (2019/771 Art. 10, 13; Art. 24 there): neither exclusion nor fee holds against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from functions.aftersales.model.reasons import OF_THE_SHOP, Reason
from functions.aftersales.model.return_label import LabelRule
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict


class Freight(StrEnum):
    """Who pays for sending goods back. by_fault: the shop where something is wrong with them, else the buyer."""

    BUYER = "buyer"
    SHOP = "shop"
    BY_FAULT = "by_fault"


class Exclusion(StrEnum):
    """The kinds that the law lets a shop exclude from a return without a reason (2011/83 Art. 16; 消费者权益保护法 Art. 25)."""

    NONE = ""
    CUSTOM_MADE = "custom_made"
    PERISHABLE = "perishable"
    UNSEALED_HYGIENE = "unsealed_hygiene"
    UNSEALED_MEDIA = "unsealed_media"
    DIGITAL = "digital"
    PERIODICAL = "periodical"


@dataclass(frozen=True)
class Policy:
    """Of a category with everything below it; `category_id` "": of all that no other names. `fee_bp`: of the price, in hundredths of a
    per cent, kept where nothing is wrong with the goods. `fault_days`: how long something wrong can be told by this way."""

    id: str
    category_id: str = ""
    window_days: int = 14
    fault_days: int = 30
    condition: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    freight: Freight = Freight.BY_FAULT
    fee_bp: int = 0
    exclusion: Exclusion = Exclusion.NONE
    # As long the shop repairs for nothing what was wrong (model/repair.py).
    warranty_months: int = 24


DEFAULT = Policy(
    "default",
    condition={"zh": "商品完好，配件齐全", "en": "Complete and as received; trying on and looking is fine"},
    text={"zh": "签收次日起 14 天内可退货", "en": "Goods can be returned within 14 days from the day after delivery"},
)


@dataclass(frozen=True)
class CaseRules:
    """How long each side may take; afterwards time decides. Hours."""

    answer_hours: int = 48
    offer_hours: int = 72
    send_hours: int = 14 * 24
    arrive_hours: int = 30 * 24
    escalate_hours: int = 7 * 24
    evidence_hours: int = 72
    complaint_hours: int = 24
    close_hours: int = 7 * 24
    survey_days: int = 7
    # After the shop's time to answer: so long an exchange waits for its difference.
    pay_hours: int = 72
    # Whether what goes out in an exchange waits for what comes back.
    exchange_ships_first: bool = False
    # The shop's own waybill for what comes back; None: the buyer sends it to the address.
    label: LabelRule | None = None
    # By product, where it has another one than its category.
    warranty_of: dict[str, int] = field(default_factory=dict)
    return_address: str = ""
    policies: list[Policy] = field(default_factory=list)


@dataclass(frozen=True)
class Clause:
    """What was applied to a line. `ends_at`: the first moment at which it was too late; empty while nothing was delivered."""

    policy_id: str
    window_days: int
    ends_at: str
    freight: Freight
    fee_bp: int
    text: dict[str, str] = field(default_factory=dict)
    condition: dict[str, str] = field(default_factory=dict)


def policy_for(category_id: str | None, policies: Sequence[Policy], paths: Mapping[str, frozenset[str]]) -> Policy:
    """The one of the nearest category: its own or the closest above it; else the shop's general one."""
    above = paths.get(category_id or "", frozenset({category_id} if category_id else ()))
    named = [one for one in policies if one.category_id and one.category_id in above]
    if named:
        return max(named, key=lambda one: (len(paths.get(one.category_id, ())), one.category_id == category_id))
    return next((one for one in policies if not one.category_id), DEFAULT)


def months_for(product_id: str, policy: Policy, rules: CaseRules) -> int:
    return rules.warranty_of.get(product_id, policy.warranty_months)


def repair_clause(policy: Policy, *, in_warranty: bool, ends_at: str) -> Clause:
    """A repair can be asked for at any time; outside of its warranty the buyer pays for it, and for its way."""
    freight = Freight.SHOP if in_warranty else Freight.BUYER
    return Clause(policy.id, 0, ends_at, freight, 0, policy.text, policy.condition)


def window_end(delivered_at: str, days: int, zone: ZoneInfo) -> datetime:
    """The first moment after the last day. Days are the store's: the first one is the day after delivery, each has 23, 24 or 25 hours."""
    arrived: date = times.parse(delivered_at).astimezone(zone).date()
    return datetime.combine(arrived + timedelta(days=days + 1), time(), tzinfo=zone)


def applied(policy: Policy, reason: Reason, delivered_at: str | None, now: datetime, zone: ZoneInfo) -> Clause:
    """The clause by which the line is taken into a case. Raises Conflict (409 `return_excluded`, `return_window_over`) that names it."""
    faulty = reason in OF_THE_SHOP
    if policy.exclusion and not faulty:
        raise Conflict(
            f"These goods are not taken back without a fault: {policy.exclusion.value}.",
            code="return_excluded",
            policy_id=policy.id,
            exclusion=policy.exclusion.value,
        )
    days = max(policy.fault_days, policy.window_days) if faulty else policy.window_days
    end = window_end(delivered_at, days, zone) if delivered_at else None
    if end is not None and now >= end:
        raise Conflict(
            f"They could be returned until {times.iso(end)}.",
            code="return_window_over",
            policy_id=policy.id,
            window_days=days,
            ended_at=times.iso(end),
        )
    freight = policy.freight
    if freight is Freight.BY_FAULT or faulty:
        freight = Freight.SHOP if faulty else Freight.BUYER
    return Clause(policy.id, days, times.iso(end) if end else "", freight, 0 if faulty else policy.fee_bp, policy.text, policy.condition)
