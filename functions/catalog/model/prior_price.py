"""Which reduction may be claimed at a moment, by the rule of the buyer's market. Pure: the moment comes in.

Only what was in force counts: a planned price from its start, an edit that leaves the price as it is not at all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.catalog.model.price import LOWEST_OF, Effective, Priced, boundaries, effective_at
from functions.shared.plain import times
from functions.shared.plain.markets import PriorPrice
from functions.shared.plain.money import Money

LIMITING = (PriorPrice.LOWEST, PriorPrice.FIRST)
"""Rules under which a claim is not simply what was written."""


def shown_at(variant: Priced, currency: str, at: str, rule: PriorPrice) -> Effective | None:
    """What a shopper pays, with the list price that the rule allows: none, and no name of a reduction, where there was a price as low."""
    now = effective_at(variant, currency, at)
    if now is None or rule is PriorPrice.AS_WRITTEN:
        return now
    claimed = claim_at(variant, currency, at, rule)
    return replace(now, list_price=claimed, label=now.label if claimed else {})


def claim_at(variant: Priced, currency: str, at: str, rule: PriorPrice) -> Money | None:
    """The list price of an announced reduction; None when none is announced or none may be."""
    if not _reduced(effective_at(variant, currency, at)):
        return None
    return prior if (prior := prior_price(variant, currency, at, rule)) and prior.amount > _amount(variant, currency, at) else None


def prior_price(variant: Priced, currency: str, at: str, rule: PriorPrice = PriorPrice.LOWEST) -> Money | None:
    """The lowest price of the 30 days before today's began, or, by the rule of progressive reductions, before the first of them did.

    What was in force when the 30 days began counts, so without a change in them it is the price before. None when there was no other.
    Source: Directive 98/6/EC, Article 6a(2) and (5), inserted by Directive (EU) 2019/2161.
    """
    began = began_at(variant, currency, at)
    while began and rule is PriorPrice.FIRST and (earlier := _reduction_before(variant, currency, began)):
        began = earlier
    if began is None:
        return None
    start = times.iso(times.parse(began) - LOWEST_OF)
    moments = [start, *(time for time in boundaries(variant, currency) if start < time < began)]
    found = [effective.price for time in moments if (effective := effective_at(variant, currency, time))]
    return min(found, key=lambda price: price.amount, default=None)


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
