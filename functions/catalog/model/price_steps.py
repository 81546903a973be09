"""The lowest price of a whole product over time, so that a list can show it without reading one variant. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from typing import Protocol

from functions.catalog.model.clocks.thirty_days import Clocks
from functions.catalog.model.measure import Measure
from functions.catalog.model.price import Priced, Texts, boundaries, currencies, effective_at
from functions.catalog.model.prior_price import LIMITING, Edge, claim_at, edge_at
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.plain.selling.markets import PriorPrice


@dataclass(frozen=True)
class PriceStep:
    """From `since` on (until the next step of its currency) this is the product's lowest price.

    `measure`: what a piece of the variant holds that costs this.
    `claims`: the list price by each rule that limits it; None where none may be claimed. None, or without a rule: made before there were
    any, or this one. `edges`: of rules whose claim is another one by other clocks than those of the Union.
    """

    since: str
    price: Money
    list_price: Money | None = None
    label: Texts = field(default_factory=dict)
    claims: dict[PriorPrice, Money | None] | None = None
    measure: Measure | None = None
    edges: dict[PriorPrice, Edge] = field(default_factory=dict)

    @property
    def knows_claims(self) -> bool:
        return self.claims is not None and all(rule in self.claims for rule in LIMITING)

    def shown(self, rule: PriorPrice, clocks: Clocks) -> PriceStep:
        """With the list price that the rule allows, and without the name of a reduction where it allows none."""
        if rule is PriorPrice.AS_WRITTEN:
            return self
        edge = self.edges.get(rule)
        claimed = edge.claim(clocks) if edge else (self.claims or {}).get(rule)
        return replace(self, list_price=claimed, label=self.label if claimed else {})


class Measured(Priced, Protocol):
    @property
    def measure(self) -> Measure | None: ...


def price_steps(variants: Sequence[Measured], now: str) -> list[PriceStep]:
    """One step for `now` and one for every later change, per currency; of equal prices the first variant's."""
    steps: list[PriceStep] = []
    for currency in dict.fromkeys(currency for variant in variants for currency in currencies(variant)):
        times = {time for variant in variants for time in boundaries(variant, currency) if time > now}
        for time in sorted({now, *times}):
            offers = [(offer, variant) for variant in variants if (offer := effective_at(variant, currency, time))]
            lowest, variant = min(offers, key=lambda one: one[0].price.amount)
            claims = {rule: claim_at(variant, currency, time, rule) for rule in LIMITING}
            edges = {rule: edge for rule in LIMITING if (edge := edge_at(variant, currency, time, rule))}
            _append(steps, PriceStep(time, lowest.price, lowest.list_price, lowest.label, claims, variant.measure, edges))
    return steps


def merged_steps(one: Sequence[PriceStep], other: Sequence[PriceStep]) -> list[PriceStep]:
    """The steps of both sets of variants together; of equal prices those of `one`."""
    steps: list[PriceStep] = []
    for currency in dict.fromkeys(step.price.currency for step in (*one, *other)):
        for time in sorted({step.since for step in (*one, *other) if step.price.currency == currency}):
            found = [step for steps_ in (one, other) if (step := step_at(steps_, currency, time))]
            lowest = min(found, key=lambda step: step.price.amount)
            _append(steps, replace(lowest, since=time))
    return steps


def step_at(steps: Iterable[PriceStep], currency: str, at: str) -> PriceStep | None:
    """The step in force (the first one for an earlier time); None when nothing is sold in this currency."""
    own = [step for step in steps if step.price.currency == currency]
    past = [step for step in own if step.since <= at]
    return past[-1] if past else next(iter(own), None)


def next_change(steps: Iterable[PriceStep], now: str) -> str | None:
    """When the product's lowest price changes next."""
    return min((step.since for step in steps if step.since > now), default=None)


def _append(steps: list[PriceStep], step: PriceStep) -> None:
    last = steps[-1] if steps else None
    if last is None or replace(last, since=step.since) != step:
        steps.append(step)
