"""What is known of a payment before it is judged: counts and signs, never a name, an address or a number of a card."""

from __future__ import annotations

from dataclasses import field, replace

from functions.payments.model.payer import RISKS, PayerSigns
from functions.payments.model.risk.settings import RiskSettings
from functions.shared.plain.deferred import dataclass

MOST_KNOWN = 20
"""Places and devices that are kept of a person. Whoever has more is at home everywhere."""
FEW = 3
"""Refunds of fewer orders are nobody's habit."""


@dataclass(frozen=True)
class Counts:
    """Of one subject in its running window, this payment not among them. `orders`: those that were begun to be paid; `declines`: payments
    that failed; `small`: orders of a small amount; `strangers`: orders of people who had never bought."""

    orders: int = 0
    declines: int = 0
    small: int = 0
    strangers: int = 0


@dataclass(frozen=True)
class Person:
    """What a buyer did before. `paid` orders of `spent` in this currency; `places` and `devices` by their hashes."""

    paid: int = 0
    spent: int = 0
    paid_in_currency: int = 0
    refunds: int = 0
    disputes: int = 0
    places: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Buy:
    """What is to be paid. `place` and `device`: hashes, empty where not known; `again`: another attempt to pay the same order."""

    amount: int
    currency: str
    place: str = ""
    device: str = ""
    is_disposable_mail: bool = False
    again: bool = False


@dataclass(frozen=True)
class Known:
    """What was counted before. `cards`: different cards that this order was declined with."""

    customer: Counts = field(default_factory=Counts)
    email: Counts = field(default_factory=Counts)
    address: Counts = field(default_factory=Counts)
    device: Counts = field(default_factory=Counts)
    place: Counts = field(default_factory=Counts)
    person: Person = field(default_factory=Person)
    cards: int = 0


@dataclass(frozen=True)
class RiskFacts:
    """Each one is riskier the larger it is. Orders count with this one."""

    customer_orders: int = 0
    email_orders: int = 0
    address_orders: int = 0
    device_orders: int = 0
    card_orders: int = 0
    declines: int = 0
    cards: int = 0
    small_orders: int = 0
    amount_percent: int = 0
    amount_percent_if_new: int = 0
    jump_percent: int = 0
    takeover_percent: int = 0
    is_new: int = 0
    is_new_device: int = 0
    is_new_place: int = 0
    strangers_at_place: int = 0
    is_disposable_mail: int = 0
    is_foreign_card: int = 0
    is_foreign_card_of_new: int = 0
    provider_risk: int = 0
    refund_percent: int = 0
    disputes: int = 0
    is_unknown: int = 0


def facts_of(buy: Buy, known: Known, settings: RiskSettings) -> RiskFacts:
    """Before a provider is asked."""
    person, one = known.person, 0 if buy.again else 1
    is_new, is_small = not person.paid, settings.is_small(buy.amount, buy.currency)
    large = settings.is_large(buy.currency)
    percent = buy.amount * 100 // large if large else 0
    jump = buy.amount * 100 * person.paid_in_currency // person.spent if person.spent else 0
    new_device = is_new_to(person.devices, buy.device)
    new_place = is_new_to(person.places, buy.place)
    subjects = (known.customer, known.email, known.address, known.device)
    return RiskFacts(
        customer_orders=known.customer.orders + one,
        email_orders=known.email.orders + one,
        address_orders=known.address.orders + one,
        device_orders=known.device.orders + one if buy.device else 0,
        declines=max(counts.declines for counts in subjects),
        cards=known.cards,
        small_orders=max(known.address.small, known.device.small) + one if is_small else 0,
        amount_percent=percent,
        amount_percent_if_new=percent if is_new else 0,
        jump_percent=jump,
        takeover_percent=jump if new_device and new_place else 0,
        is_new=int(is_new),
        is_new_device=int(new_device),
        is_new_place=int(new_place),
        strangers_at_place=known.place.strangers + one if is_new and buy.place else 0,
        is_disposable_mail=int(buy.is_disposable_mail),
        refund_percent=person.refunds * 100 // max(1, person.paid) if person.refunds >= FEW else 0,
        disputes=person.disputes,
    )


def is_new_to(known: frozenset[str], one: str) -> bool:
    """Nothing is new to those of whom nothing or very much is known."""
    return bool(one and known and one not in known and len(known) < MOST_KNOWN)


def with_payer(facts: RiskFacts, payer: PayerSigns, card: Counts | None, country: str) -> RiskFacts:
    """With what a provider told of who paid. `card`: its counts, where its fingerprint was told; `country`: where the goods go."""
    foreign = int(bool(payer.country and country and payer.country != country))
    told = RISKS.index(payer.risk) if payer.risk else 0
    return replace(
        facts,
        card_orders=max(facts.card_orders, card.orders + 1 if card else 0),
        declines=max(facts.declines, card.declines if card else 0),
        is_foreign_card=max(facts.is_foreign_card, foreign),
        is_foreign_card_of_new=max(facts.is_foreign_card_of_new, foreign * facts.is_new),
        provider_risk=max(facts.provider_risk, told),
    )
