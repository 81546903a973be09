"""What the law of a buyer's country asks of a shop, and the markets it sells in. Pure.

A market is a set of countries with a currency. What it does not set itself is what the law of its countries says; so is what holds in
a country of no market.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import field, replace
from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.i18n import best_of

_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU = frozenset(_EU.split())
"""Member states, by ISO 3166."""


class PriorPrice(StrEnum):
    """What a reduction may be shown against.

    `as_written`: what staff wrote. `lowest_of_30_days`: Directive 98/6/EC, Article 6a(1) and (2). `before_first_reduction`: the same, but
    of reductions that follow each other without a pause, each lower than the last, the first one counts (Article 6a(5)). Member states
    may allow that; whoever sells in one that does sets it. `lowest_sold_of_7_days`: the list price that staff stated, else the lowest
    deal of the seven days before, else the last deal (规范促销行为暂行规定 Article 21).
    """

    AS_WRITTEN = "as_written"
    LOWEST = "lowest_of_30_days"
    FIRST = "before_first_reduction"
    SOLD = "lowest_sold_of_7_days"


class PaysOn(StrEnum):
    """When the money of withdrawn goods goes back. `declared`: at once; `proof`: when they came, or were proven to have been sent,
    whichever is first (Directive 2011/83/EU, Article 13(3)); `goods`: when they came (消费者权益保护法 Article 25)."""

    DECLARED = "declared"
    PROOF = "proof"
    GOODS = "goods"


@dataclass(frozen=True)
class WithdrawalTerms:
    """What a market gives beside the law; None: as the law says. `delivery`: whether standard delivery goes back with the goods.
    `free_return`: the shop pays for sending them back. `told_by_mail`: confirmations of orders tell buyers of the right."""

    days: int | None = None
    pays_on: PaysOn | None = None
    delivery: bool | None = None
    free_return: bool = False
    told_by_mail: bool = True


@dataclass(frozen=True)
class Market:
    """`prior_price`, `product_safety` None: what the law of the country says. `measure_taxes`: by tax class, as decimal texts, the tax that
    prices are shown without here and that prices per kg, l or m contain. `product_safety`: nothing is published without the data that an
    offer shows there (R04).

    `payment_methods` (`provider` or `provider/method`), `carriers`, `zones` (of delivery, by id): what the checkout offers; empty: all.
    `languages`: in which its buyers are written to, the first one where theirs is none of them; empty: in theirs. `prices_include_tax`
    None: as the settings of tax say. `other_currencies`: whether a cart in another one than the market's is delivered there."""

    code: str
    name: str
    countries: tuple[str, ...]
    currency: str
    prior_price: PriorPrice | None = None
    withdrawal: WithdrawalTerms = field(default_factory=WithdrawalTerms)
    measure_taxes: dict[str, str] = field(default_factory=dict)
    product_safety: bool | None = None
    payment_methods: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    prices_include_tax: bool | None = None
    other_currencies: bool = True

    def sells_in(self, currency: str) -> bool:
        return self.other_currencies or currency == self.currency

    def delivers(self, zone_id: str, carrier: str, currency: str) -> bool:
        return self.sells_in(currency) and zone_id in (self.zones or (zone_id,)) and carrier in (self.carriers or (carrier,))

    @property
    def kept(self) -> KeptTerms:
        return KeptTerms(self.code, self.payment_methods, self.prices_include_tax, self.carriers)

    def language(self, wanted: str) -> str:
        """In which somebody is written to who wants this one."""
        return (best_of(self.languages, [wanted.lower()]) or self.languages[0]) if self.languages else wanted


@dataclass(frozen=True)
class KeptTerms:
    """What an order keeps of the market it was sold in, whatever becomes of that."""

    code: str
    payment_methods: tuple[str, ...] = ()
    prices_include_tax: bool | None = None
    carriers: tuple[str, ...] = ()


def is_allowed(methods: Collection[str], provider: str, method: str) -> bool:
    """Whether it can be paid so, where `methods` are all there are; none named: all."""
    return not methods or provider in methods or f"{provider}/{method}" in methods


def is_taken(methods: Collection[str], provider: str) -> bool:
    """Whether anything can be paid by the provider."""
    return not methods or any(name.partition("/")[0] == provider for name in methods)


@dataclass(frozen=True)
class Markets:
    """A country is in one market at most."""

    markets: tuple[Market, ...] = ()

    def of(self, country: str) -> Market | None:
        return next((one for one in self.markets if country in one.countries), None)

    def withdrawal(self, country: str) -> WithdrawalTerms:
        own = self.of(country)
        return own.withdrawal if own else WithdrawalTerms()

    def product_safety(self, country: str) -> bool:
        own = self.of(country)
        return country in EU if own is None or own.product_safety is None else own.product_safety

    def prior_price(self, country: str) -> PriorPrice:
        own = self.of(country)
        if own and own.prior_price:
            return own.prior_price
        if country in EU:
            return PriorPrice.LOWEST
        return PriorPrice.SOLD if country == "CN" else PriorPrice.AS_WRITTEN


def twice_named(markets: Iterable[Market]) -> list[str]:
    """Codes of markets, and countries, that stand there more than once."""
    names = [name for one in markets for name in (one.code, *one.countries)]
    return sorted({name for name in names if names.count(name) > 1})


_OF_ARTICLE_16 = frozenset({"custom_made", "perishable", "unsealed_hygiene", "unsealed_media", "digital", "periodical"})
_OF_ARTICLE_25 = frozenset({"custom_made", "perishable", "unsealed_media", "digital", "periodical"})


@dataclass(frozen=True)
class WithdrawalLaw:
    """`months_more`: how much longer it lasts for whom nobody told of it. `pushed`: whether weekends and holidays move its end.
    `excluded`: kinds of goods it does not cover; `confirmed`: nor what its buyer confirmed so at purchase. `refund_days`: in which the
    money is back, from the statement on, or from the goods' return where they are waited for; `send_days`: in which the buyer sends them,
    0: not said."""

    days: int
    months_more: int
    pushed: bool
    norm: str
    excluded: frozenset[str] = frozenset()
    confirmed: bool = False
    pays_on: PaysOn = PaysOn.GOODS
    refund_days: int = 14
    send_days: int = 14
    delivery: bool = False


EU_LAW = WithdrawalLaw(
    14,
    12,
    pushed=True,
    norm="Directive 2011/83/EU, Articles 9 and 10",
    excluded=_OF_ARTICLE_16,
    pays_on=PaysOn.PROOF,
    delivery=True,
)
"""Articles 9, 10, 13, 14 and 16."""
CHINA_LAW = WithdrawalLaw(
    7, 0, pushed=False, norm="消费者权益保护法 Article 25", excluded=_OF_ARTICLE_25, confirmed=True, refund_days=7, send_days=0
)
OWN_TERMS = WithdrawalLaw(0, 0, pushed=False, norm="Terms of the shop", excluded=_OF_ARTICLE_16, confirmed=True)


def law_of(country: str) -> WithdrawalLaw | None:
    """None where no law that is known here lets a buyer withdraw without a reason."""
    if country in EU:
        return EU_LAW
    return CHINA_LAW if country == "CN" else None


def holding_in(country: str, terms: WithdrawalTerms) -> WithdrawalLaw | None:
    """The law as the market has it; where there is none, what the market gives of itself. None where nobody may withdraw."""
    law = law_of(country) or OWN_TERMS
    given = replace(
        law,
        days=max(law.days, terms.days or 0),
        pays_on=law.pays_on if terms.pays_on is None else terms.pays_on,
        delivery=law.delivery if terms.delivery is None else terms.delivery,
    )
    return given if given.days else None


def beneath_the_law(country: str, terms: WithdrawalTerms, product_safety: bool | None = None) -> list[str]:
    """Which of a market's terms give a buyer there less than the law does."""
    law, found = law_of(country), ["product_safety"] if product_safety is False and country in EU else list[str]()
    if law is None:
        return found
    if terms.days is not None and terms.days < law.days:
        found.append("days")
    if law.pays_on is PaysOn.PROOF and terms.pays_on is PaysOn.GOODS:
        found.append("pays_on")
    if law.delivery and terms.delivery is False:
        found.append("delivery")
    return found
