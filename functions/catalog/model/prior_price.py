"""Which reduction may be claimed at a moment, by the rule of the buyer's market. Pure: the moment comes in.

Only what was in force counts: a planned price from its start, an edit that leaves the price as it is not at all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.catalog.model.clocks.thirty_days import EU_CLOCKS, Clocks, possible_starts, thirty_days_before
from functions.catalog.model.price import Effective, Priced, TimedDiscount, boundaries, effective_at, regular_at
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.plain.selling.markets import PriorPrice

LIMITING = (PriorPrice.LOWEST, PriorPrice.FIRST, PriorPrice.SOLD)
"""Rules under which a claim is not simply what was written."""


@dataclass(frozen=True)
class Edge:
    """A price changed about when the 30 days began, so that they hold it by some clocks and not by others: `claims` by the moment at which
    they begin, the first ones first. `began`: when the price did that is shown."""

    began: str
    claims: dict[str, Money | None]

    def claim(self, clocks: Clocks) -> Money | None:
        start = times.iso(thirty_days_before(times.parse(self.began), clocks))
        return self.claims[max((one for one in self.claims if one <= start), default=min(self.claims))]


def shown_at(variant: Priced, currency: str, at: str, rule: PriorPrice, clocks: Clocks = EU_CLOCKS) -> Effective | None:
    """What a shopper pays, with the list price that the rule allows: none, and no name of a reduction, where there was a price as low."""
    now = effective_at(variant, currency, at)
    if now is None or rule is PriorPrice.AS_WRITTEN:
        return now
    if now.list_price is None and not now.label:
        # Nothing is announced, as for most of what is sold: shown as it is.
        return now
    claimed = claim_at(variant, currency, at, rule, clocks)
    return replace(now, list_price=claimed, label=now.label if claimed else {})


def claim_at(variant: Priced, currency: str, at: str, rule: PriorPrice, clocks: Clocks = EU_CLOCKS) -> Money | None:
    """The list price of an announced reduction; None when none is announced or none may be. `clocks`: of the buyer's country."""
    now = effective_at(variant, currency, at)
    if now is None or not _reduced(now):
        return None
    if rule is PriorPrice.SOLD:
        return _above(now.price, now.stated or (now.basis.price if now.basis else None))
    return _above(now.price, prior_price(variant, currency, at, rule, clocks))


def edge_at(variant: Priced, currency: str, at: str, rule: PriorPrice) -> Edge | None:
    """None where the claim is the same by all clocks, as nearly always."""
    now, began = effective_at(variant, currency, at), _counted_from(variant, currency, at, rule)
    if now is None or began is None or not _reduced(now):
        return None
    starts = [times.iso(one) for one in possible_starts(times.parse(began))]
    changes = [*boundaries(variant, currency), *(time for one in variant.apart for time in (one.starts_at, one.ends_at))]
    if not any(starts[0] <= time <= starts[-1] for time in changes):
        return None
    claims = {start: _above(now.price, _lowest(variant, currency, start, began)) for start in starts}
    return Edge(began, claims) if len({*claims.values()}) > 1 else None


def prior_price(variant: Priced, currency: str, at: str, rule: PriorPrice = PriorPrice.LOWEST, clocks: Clocks = EU_CLOCKS) -> Money | None:
    """The lowest price of the 30 days before today's began, or, by the rule of progressive reductions, before the first of them did. By
    the rule of deals: what the discount of this moment is compared with, where staff stated nothing.

    What was in force when the 30 days began counts, so without a change in them it is the price before. None when there was no other.
    Source: Directive 98/6/EC, Article 6a(2) and (5), inserted by Directive (EU) 2019/2161.
    """
    if not variant.regular and not variant.discounts:
        return None
    if rule is PriorPrice.SOLD:
        now = effective_at(variant, currency, at)
        return now.basis.price if now and now.basis else None
    began = _counted_from(variant, currency, at, rule)
    return lowest_before(variant, currency, began, clocks) if began else None


def _counted_from(variant: Priced, currency: str, at: str, rule: PriorPrice) -> str | None:
    """When the reduction began whose 30 days count; None where there are none, or the rule has no such days."""
    if rule is PriorPrice.SOLD:
        return None
    began = began_at(variant, currency, at)
    while began and rule is PriorPrice.FIRST and (earlier := _reduction_before(variant, currency, began)):
        began = earlier
    return began


def lowest_before(variant: Priced, currency: str, began: str, clocks: Clocks = EU_CLOCKS) -> Money | None:
    """Of the 30 days before that moment, with what it was sold for apart from its price."""
    return _lowest(variant, currency, times.iso(thirty_days_before(times.parse(began), clocks)), began)


def _lowest(variant: Priced, currency: str, start: str, began: str) -> Money | None:
    moments = [start, *(time for time in boundaries(variant, currency) if start < time < began)]
    found = [effective.price for time in moments if (effective := effective_at(variant, currency, time))]
    found += [one.price for one in variant.apart if one.price.currency == currency and one.starts_at < began and one.ends_at > start]
    return min(found, key=lambda price: price.amount, default=None)


def claim_apart(variant: Priced, one: TimedDiscount, at: str, rule: PriorPrice, clocks: Clocks = EU_CLOCKS) -> Money | None:
    """What a price that is given apart from the variant's own may be shown against at a moment in which it is."""
    currency = one.price.currency
    own, regular = effective_at(variant, currency, at), regular_at(variant, currency, at)
    if own is None or regular is None:
        return None
    if rule is PriorPrice.AS_WRITTEN:
        return own.price
    if rule is PriorPrice.SOLD:
        return _above(one.price, regular.list_price or (one.basis.price if one.basis else None))
    return _above(one.price, lowest_before(variant, currency, one.starts_at, clocks))


def percent_off(price: Money, list_price: Money | None) -> int | None:
    """In whole percent, rounded down; None where nothing is claimed."""
    if list_price is None or list_price.amount <= price.amount:
        return None
    return (list_price.amount - price.amount) * 100 // list_price.amount


def began_at(variant: Priced, currency: str, at: str) -> str | None:
    """Since when the price of this moment holds; None when there was no other before it."""
    past = [time for time in boundaries(variant, currency) if time and time <= at]
    now = effective_at(variant, currency, at) if past else None
    if now is None:
        return None
    return next((time for time in reversed(past) if _price(_before(variant, currency, time)) != now.price), None)


def _reduction_before(variant: Priced, currency: str, began: str) -> str | None:
    """When the reduction began that the one of `began` went on from, if it did: announced, without a pause, and less deep."""
    earlier = _before(variant, currency, began)
    if earlier is None or not _reduced(earlier) or earlier.price.amount <= _amount(variant, currency, began):
        return None
    return began_at(variant, currency, _just_before(began))


def _above(price: Money, claim: Money | None) -> Money | None:
    return claim if claim and claim.amount > price.amount else None


def _reduced(offer: Effective | None) -> bool:
    return bool(offer and offer.list_price and offer.list_price.amount > offer.price.amount)


def _amount(variant: Priced, currency: str, at: str) -> int:
    offer = effective_at(variant, currency, at)
    return offer.price.amount if offer else 0


def _before(variant: Priced, currency: str, time: str) -> Effective | None:
    return effective_at(variant, currency, _just_before(time))


def _just_before(time: str) -> str:
    return times.iso(times.parse(time) - timedelta(milliseconds=1))


def _price(offer: Effective | None) -> Money | None:
    return offer.price if offer else None
