"""The lowest price of a whole product over time, so that a list can show it without reading one variant. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field

from functions.catalog.model.price import Effective, Priced, Texts, boundaries, currencies, effective_at
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money


@dataclass(frozen=True)
class PriceStep:
    """From `since` on (until the next step of its currency) this is the product's lowest price."""

    since: str
    price: Money
    list_price: Money | None = None
    label: Texts = field(default_factory=dict)


def price_steps(variants: Sequence[Priced], now: str) -> list[PriceStep]:
    """One step for `now` and one for every later change, per currency; of equal prices the first variant's."""
    steps: list[PriceStep] = []
    for currency in dict.fromkeys(currency for variant in variants for currency in currencies(variant)):
        times = {time for variant in variants for time in boundaries(variant, currency) if time > now}
        for time in sorted({now, *times}):
            offers = [offer for variant in variants if (offer := effective_at(variant, currency, time))]
            lowest = min(offers, key=lambda offer: offer.price.amount)
            _append(steps, _step(time, lowest))
    return steps


def merged_steps(one: Sequence[PriceStep], other: Sequence[PriceStep]) -> list[PriceStep]:
    """The steps of both sets of variants together; of equal prices those of `one`."""
    steps: list[PriceStep] = []
    for currency in dict.fromkeys(step.price.currency for step in (*one, *other)):
        for time in sorted({step.since for step in (*one, *other) if step.price.currency == currency}):
            found = [step for steps_ in (one, other) if (step := step_at(steps_, currency, time))]
            lowest = min(found, key=lambda step: step.price.amount)
            _append(steps, PriceStep(time, lowest.price, lowest.list_price, lowest.label))
    return steps


def step_at(steps: Iterable[PriceStep], currency: str, at: str) -> PriceStep | None:
    """The step in force (the first one for an earlier time); None when nothing is sold in this currency."""
    own = [step for step in steps if step.price.currency == currency]
    past = [step for step in own if step.since <= at]
    return past[-1] if past else next(iter(own), None)


def next_change(steps: Iterable[PriceStep], now: str) -> str | None:
    """When the product's lowest price changes next."""
    return min((step.since for step in steps if step.since > now), default=None)


def _step(since: str, offer: Effective) -> PriceStep:
    return PriceStep(since, offer.price, offer.list_price, offer.label)


def _append(steps: list[PriceStep], step: PriceStep) -> None:
    last = steps[-1] if steps else None
    if last and last.price.currency == step.price.currency and (last.price, last.list_price, last.label) == _shown(step):
        return
    steps.append(step)


def _shown(step: PriceStep) -> tuple[Money, Money | None, Texts]:
    return step.price, step.list_price, step.label
