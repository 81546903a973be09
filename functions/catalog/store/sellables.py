"""What carts and checkout need to know of variants: the facts of a sale and what is available, in one request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from functions.catalog.model.clocks.thirty_days import Clocks, clocks_where
from functions.catalog.model.measure import Measure
from functions.catalog.model.price import Effective, is_reduced
from functions.catalog.model.prior_price import LIMITING, claim_apart, lowest_before
from functions.catalog.model.product import ProductFacts, Variant
from functions.catalog.model.visibility.visibility import Visibility
from functions.catalog.store.markets import MARKETS_KEY, markets_in
from functions.catalog.store.paid.converted import paid_in
from functions.catalog.store.records import VARIANT_SK, CatalogTable, VariantRecord, variant_pk
from functions.pricing import Asked, ExchangeRates, Shopper, Terms, UnitPrice, list_prices_in
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.plain.option_texts import OptionText
from functions.shared.plain.selling.markets import PriorPrice
from functions.shared.plain.settings import settings
from functions.shared.plain.sides import Sides
from functions.shared.store.records import Record, find_many
from functions.stock import AheadOffer, ahead_in, available_in, stock_keys

NO_RATES, EVERYBODY = ExchangeRates(), Visibility()


@dataclass(frozen=True)
class Sellable:
    """`available` is on hand minus reserved at the moment of reading; only the reservation itself decides."""

    variant_id: str
    product_id: str
    sku: str
    title: dict[str, str]
    options: dict[str, str]
    image: str | None
    price: Money
    list_price: Money | None
    category_id: str | None
    brand_id: str | None
    tags: tuple[str, ...]
    weight_g: int
    published: bool
    available: int
    merchant_id: str
    tax_class: str | None = None
    option_texts: dict[str, OptionText] = field(default_factory=dict)
    sides_mm: Sides = ()
    measure: Measure | None = None
    # By id of the flash sale: what its price may be shown against. `limited`: the law says so, else the price of everybody may be.
    against: Mapping[str, Money] = field(default_factory=dict)
    limited: bool = False
    # What may be told of it where it is given: not more than the lowest price of 30 days, where such is the law.
    worth: Money | None = None
    # What price lists ask whoever buys it; None: nobody asked them, `price` is that of every quantity.
    asked: Asked | None = None
    # On which terms it can be bought ahead, where it can.
    ahead: AheadOffer | None = None
    # By which rate of exchange `price` was made; empty: somebody wrote it.
    rate_id: str = ""
    visibility: Visibility = EVERYBODY
    # Whether whoever was looked up for may see it; True where nobody was.
    offered: bool = True

    @property
    def buyable(self) -> int:
        """How many can be bought, from stock or ahead."""
        return self.ahead.buyable(self.available) if self.ahead else max(0, self.available)

    def unit(self, quantity: int) -> UnitPrice:
        """What one costs when so many are bought."""
        return self.asked.of(quantity) if self.asked else UnitPrice(self.price.amount)

    def list_price_in(self, flash_sale_id: str) -> Money | None:
        return self.against.get(flash_sale_id) if self.limited else self.price


def sellables(variant_ids: Iterable[str], *, currency: str | None = None) -> dict[str, Sellable]:
    """The variants by id, unpublished ones too; unknown ids are absent. One BatchGetItem up to 50 variants."""
    wanted = list(dict.fromkeys(variant_ids))
    return sellables_in(find_many(sellable_keys(wanted)), wanted, currency=currency) if wanted else {}


def sellable_keys(variant_ids: Iterable[str]) -> dict[type[Record], list[tuple[str, str]]]:
    """The keys behind `sellables`, for a caller who reads something of their own in the same BatchGetItem (records.find_many)."""
    wanted = list(dict.fromkeys(variant_ids))
    return {
        VariantRecord: [(variant_pk(variant_id), VARIANT_SK) for variant_id in wanted],
        CatalogTable: [MARKETS_KEY],
        **stock_keys(wanted),
    }


def sellables_in(
    found: Mapping[tuple[type[Record], str, str], Record],
    variant_ids: Iterable[str],
    *,
    currency: str | None = None,
    country: str = "",
    terms: Terms | None = None,
    rates: ExchangeRates | None = None,
    who: Shopper | None = None,
) -> dict[str, Sellable]:
    """What `sellables` answers, from items that were read by `sellable_keys`. `country`: the buyer's, whose law says which reduction may be
    claimed; the shop's where it is not known. `terms`: by which price lists they buy, in the market of that country.
    `rates`: of exchange, for currencies in which nobody wrote a price. `who` asks; None: the shop itself."""
    answer, now = {}, times.iso(clock.now())
    where = country or settings().default_country
    markets, clocks = markets_in(found), clocks_where(where)
    rule, market = markets.prior_price(where), markets.of(where)
    terms = terms.in_market(market.code if market else "") if terms else None
    for variant_id in dict.fromkeys(variant_ids):
        record = found.get((VariantRecord, variant_pk(variant_id), VARIANT_SK))
        if isinstance(record, VariantRecord):
            one = _sellable(record, available_in(found, variant_id), now, currency, rule, clocks, rates or NO_RATES)
            one = replace(one, ahead=ahead) if (ahead := ahead_in(found, variant_id)) else one
            one = replace(one, offered=False) if who and not one.visibility.is_for(who) else one
            answer[variant_id] = replace(one, asked=_asked(one, record, terms, found, now)) if terms else one
    return answer


def _sellable(
    record: VariantRecord, available: int, now: str, currency: str | None, rule: PriorPrice, clocks: Clocks, rates: ExchangeRates
) -> Sellable:
    variant, product = load(Variant, record.body), load(ProductFacts, record.product)
    own = variant.price.currency
    wanted = paid_in(variant, currency or own, now, rule, clocks, rates) or paid_in(variant, own, now, rule, clocks, rates)
    paid = wanted.price if wanted else Effective(variant.price)
    running = [one for one in variant.apart if one.price.currency == paid.price.currency and one.starts_at <= now < one.ends_at]
    return Sellable(
        variant_id=variant.id,
        product_id=variant.product_id,
        sku=variant.sku,
        title=product.title,
        options=variant.options,
        image=variant.image or product.image,
        price=paid.price,
        list_price=paid.list_price,
        category_id=product.category_id,
        brand_id=product.brand_id,
        tags=product.tags,
        weight_g=variant.weight_g,
        published=product.published,
        available=available,
        merchant_id=product.merchant_id,
        tax_class=product.tax_class,
        option_texts=product.option_texts,
        visibility=product.visibility,
        sides_mm=variant.size_mm.sides if variant.size_mm else (),
        measure=variant.measure,
        against={one.id: claim for one in running if (claim := claim_apart(variant, one, now, rule, clocks))},
        limited=rule in LIMITING,
        rate_id=wanted.rate.id if wanted and wanted.rate else "",
        worth=_worth(variant, paid.price, now, rule, clocks),
    )


def _asked(one: Sellable, record: VariantRecord, terms: Terms, found: Mapping[tuple[type[Record], str, str], Record], now: str) -> Asked:
    said = list_prices_in(found, one.variant_id)
    reduced = said is not None and is_reduced(load(Variant, record.body), one.price.currency, now)
    return terms.asked(said, one.price, now, reduced=reduced)


def _worth(variant: Variant, price: Money, now: str, rule: PriorPrice, clocks: Clocks) -> Money:
    if rule not in (PriorPrice.LOWEST, PriorPrice.FIRST):
        return price
    lowest = lowest_before(variant, price.currency, now, clocks)
    return lowest if lowest and lowest.amount < price.amount else price
