"""Who would bring an order's parcels, at what they cost the shop: by what couriers say themselves, else by the prices that it keeps of its
carriers, else by its rates.

Where a carrier's own price of a service is known, it counts instead of the rate, which says what buyers pay. A carrier that is switched
off or does not take the parcel makes no offer. Couriers that name prices are asked once per plan and parcel.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property

from functions.orders.model.delivery import in_force
from functions.orders.model.order import Order
from functions.orders.model.plans.dispatch import Offer
from functions.orders.model.plans.offers import Rates, rates_for
from functions.orders.model.plans.plan import PassedOver
from functions.orders.model.plans.quoted import CourierAnswer, QuotedService, with_answers
from functions.orders.model.promise import promised_date
from functions.orders.model.shipping_rates import Parcel
from functions.orders.model.shop_rules import ShippingRules
from functions.orders.store.rules_store import shop_rules
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings
from functions.shipping import (
    Carrier,
    CourierSaid,
    Measures,
    Question,
    Refusal,
    Scores,
    ask_prices,
    carriers_and_scores,
    names_prices,
    offers_of,
    refusal,
)
from functions.shipping import Offer as CarrierOffer

_NO_POINTS = "point_not_served"
MOST_QUESTIONS = 24
"""Parcels times couriers: of more ways than that only the chosen one is asked for."""


@dataclass
class Answers:
    """What couriers said, kept while an order is planned: who is overtaken and plans again asks nobody twice."""

    known: dict[tuple[str, Measures], CourierAnswer] = field(default_factory=dict)


@dataclass(frozen=True)
class OrderOffers:
    """Of one order. `answers` is filled by `ask`."""

    order: Order
    carriers: Mapping[str, Carrier]
    rules: ShippingRules
    scores: Scores
    answers: Answers

    def of(self, content: Parcel) -> list[Offer]:
        """As far as couriers were asked of such a parcel, by what they said."""
        by_price = self._by_price(content)
        priced = {(one.carrier, one.service) for one in by_price}
        by_rate = [
            one for one in self._rates.offers(content) if (one.carrier, one.service) not in priced and self._takes(one.carrier, content)
        ]
        measures = measures_of(content)
        said = {code: answer for (code, asked), answer in self.answers.known.items() if asked == measures}
        if not said:
            return [*by_rate, *by_price]
        own = {code: {one.code: one.days for one in self.carriers[code].services} for code in said}
        offers = with_answers([*by_rate, *by_price], said, self.order.currency, own_services=own, arrival=self._arrival)
        return [replace(one, score=self.scores.of(one.carrier, one.service)) for one in offers]

    def ask(self, contents: Iterable[Parcel], *, at_most: int = MOST_QUESTIONS) -> bool:
        """Whether all that is to be asked of these parcels is known now; nobody is asked where that is too much."""
        asked = dict.fromkeys(
            (carrier.code, measures_of(one)) for one in contents for carrier in self._asked if self._takes(carrier.code, one)
        )
        new = [one for one in asked if one not in self.answers.known]
        if len(asked) > at_most:
            return False
        questions = [Question(self.carriers[code], measures) for code, measures in new]
        said = ask_prices(questions, self.order.destination, self.order.currency)
        for key, answer in zip(new, said, strict=True):
            self.answers.known[key] = _answer(*key, answer)
        return True

    def told(self, contents: Iterable[Parcel]) -> list[CourierAnswer]:
        """What was said of these parcels, for the plan to keep."""
        wanted = {measures_of(one) for one in contents}
        return [answer for (_, measures), answer in sorted(self.answers.known.items(), key=_by_name) if measures in wanted]

    @cached_property
    def _asked(self) -> list[Carrier]:
        """Those that name prices, where they could bring the order at all."""
        going = {rule.carrier for rule, _ in self._rates.rules}
        return [
            one
            for one in self.carriers.values()
            if one.enabled and one.code not in self.rules.carriers_off and (one.services or one.code in going) and names_prices(one)
        ]

    @cached_property
    def _rates(self) -> Rates:
        order, zone = self.order, settings().store_timezone
        return rates_for(
            self.rules, order.destination, order.currency, now=clock.now(), timezone=zone, score=self.scores.of, kind=order.delivery.kind
        )

    def _arrival(self, days: int) -> str:
        work_days = self.rules.work_days
        return promised_date(work_days.calendar(settings().store_timezone), clock.now(), work_days.handling_days + days).isoformat()

    def _by_price(self, content: Parcel) -> list[Offer]:
        going = (one for one in self.carriers.values() if one.code not in self.rules.carriers_off)
        return [
            Offer(one.carrier, one.service, one.amount, self._arrival(one.days), self.scores.of(one.carrier, one.service), "quote")
            for carrier in going
            if any(service.prices for service in carrier.services)
            for one in self._offers_of(carrier, content)
            if one.amount is not None
        ]

    def _takes(self, code: str, content: Parcel) -> bool:
        """A carrier that is none of the registry's is asked by nobody; people know what it takes."""
        carrier = self.carriers.get(code)
        return carrier is None or self._refusal(carrier, measures_of(content)) is None

    def _offers_of(self, carrier: Carrier, content: Parcel) -> Sequence[CarrierOffer]:
        order = self.order
        return offers_of(carrier, order.destination, measures_of(content), order.currency, points_of=order.points_of)

    def _refusal(self, carrier: Carrier, measures: Measures) -> Refusal | None:
        order = self.order
        return refusal(replace(carrier, enabled=True), "", order.destination, measures, points_of=order.points_of)

    def passed_over(self) -> list[PassedOver]:
        """Carriers that are on, and do not deliver to the order's pick-up point."""
        on = (one for one in self.carriers.values() if one.enabled and one.code not in self.rules.carriers_off)
        refused = (self._refusal(one, Measures()) for one in on)
        return [PassedOver(one.carrier, one.code, one.detail) for one in refused if one is not None and one.code == _NO_POINTS]


def offers_for(order: Order, answers: Answers) -> OrderOffers:
    """One Query for the carriers and how well they have done."""
    known, scores = carriers_and_scores()
    rules = in_force(shop_rules().shipping, {code: one.enabled for code, one in known.items() if one.version or not one.enabled})
    return OrderOffers(order, known, _sold_with(order, rules, known), scores, answers)


def _sold_with(order: Order, rules: ShippingRules, known: Iterable[str]) -> ShippingRules:
    """With what its market did not offer switched off: its buyer chose among the others."""
    mine = order.market.carriers if order.market else ()
    if not mine:
        return rules
    others = {*known, *(one.carrier for one in rules.rates)} - {*mine}
    return replace(rules, carriers_off=tuple(sorted(others | {*rules.carriers_off})))


def measures_of(content: Parcel) -> Measures:
    """As far as they are known of all that is in it."""
    return Measures.of_goods(0 if content.unweighed else content.weight_g, content.goods)


def _answer(code: str, measures: Measures, said: CourierSaid) -> CourierAnswer:
    services = tuple(QuotedService(one.service, one.amount, one.currency, one.days) for one in said.quotes)
    return CourierAnswer(code, measures.weight_g, measures.volume_mm3, services, said.code, said.detail)


def _by_name(known: tuple[tuple[str, Measures], CourierAnswer]) -> tuple[str, int, int]:
    (code, measures), _ = known
    return code, measures.weight_g, measures.volume_mm3
