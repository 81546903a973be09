"""A random order as checkout prices and keeps it: promotions, coupons, delivery, taxes, in currencies of zero, two and three decimals.

Nothing is computed here: the functions that `quote` puts together for a cart are put together for random goods, as it does.
"""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from functions.orders.carts.terms.discounts import discounts
from functions.orders.model.delivery import delivery_options
from functions.orders.model.delivery_tax import ShippingTax
from functions.orders.model.order import Order, OrderLine
from functions.orders.model.pricing import Breakdown, Item, price
from functions.orders.model.shipping_rates import Basis, Parcel, RateRule, Zone
from functions.orders.model.shop_rules import ShippingRules
from functions.orders.model.tax import Rounding, TaxRate, TaxSettings, taxes
from functions.promotions import Asked, CouponRef, Offer
from functions.promotions.model.rule import BasketLine, Class, Kind, Rule, Scope
from functions.promotions.offers.offer import Source
from functions.shared.places import ANYWHERE, WrittenArea, place_of
from functions.shared.plain.money import exponent
from functions.shared.plain.postal_address import Address

_AT = datetime(2026, 11, 26, 10, tzinfo=UTC)
_RATES = (
    TaxRate("cn", "VAT", "0.13", "CN"),
    TaxRate("cn-food", "VAT", "0.09", "CN", tax_class="food"),
    TaxRate("de", "VAT", "0.19", "DE"),
    TaxRate("de-food", "VAT", "0.07", "DE", tax_class="food"),
    TaxRate("de-free", "VAT", "0", "DE", tax_class="free", category="E"),
    TaxRate("us", "State", "0.04", "US"),
    TaxRate("us-more", "City", "0.045", "US"),
    TaxRate("kw", "VAT", "0.05", "KW"),
    TaxRate("jp", "VAT", "0.10", "JP"),
    TaxRate("jp-food", "VAT", "0.08", "JP", tax_class="food"),
)
_SHOPS = (("CNY", "CN"), ("EUR", "DE"), ("USD", "US"), ("KWD", "KW"), ("JPY", "JP"))
_WORLD = Zone("world", "World", (WrittenArea(ANYWHERE),))
_CODES = ("A", "B", "C")


def bought(dice: Random, most_pieces: int) -> Order:
    """Paid or free; of at most so many pieces."""
    currency, country = dice.choice(_SHOPS)
    address = Address("", "", country, "", "", "", "", country_code=country)
    unit = 10 ** exponent(currency)
    goods = _goods(dice, unit, most_pieces)
    offer = _offer(dice, currency, unit, list(goods))
    rules = ShippingRules((_WORLD,), tuple(_rate(dice, name, currency, unit) for name in ("standard", "express")))
    parcel = Parcel(300, sum(line.quantity for line in goods), _after_discounts(offer, goods))
    options = delivery_options(rules, address, parcel, currency, now=_AT, timezone="UTC")
    chosen = dice.choice(options)
    deal = offer.deal(goods, chosen.fee)
    classes = {line.line_id: dice.choice(("standard", "food", "free")) for line in goods}
    inside = frozenset({country}) if dice.random() < 0.6 else frozenset[str]()
    told = {country: dice.choice(list(ShippingTax))} if dice.random() < 0.5 else {}
    settings = TaxSettings(inside, dice.choice(list(Rounding)), dice.choice(("standard", None)), told)
    items = [Item(line.line_id, line.quantity, line.unit_price) for line in goods]
    tax = taxes(_RATES, settings, place_of(address), classes)
    priced = price(items, chosen.fee, currency=currency, promotions=discounts(deal), taxes=tax)
    option = next(one for one in options if one == chosen)
    return Order(
        "ord", "1", None, "web", "en", currency, _lines(priced), priced.totals, address, option, "", "", parts=list(priced.parts)
    )  # fmt: skip


def _goods(dice: Random, unit: int, most_pieces: int) -> list[BasketLine]:
    lines, left = list[BasketLine](), dice.randint(1, most_pieces)
    while left:
        n, pieces = len(lines), dice.randint(1, min(left, 4))
        cost = dice.choice((0, 1, 2, unit // 100 * 99, unit * 9 + unit * 99 // 100, dice.randint(1, 300 * unit)))
        lines.append(BasketLine(f"line_{n}", f"v{n}", f"p{n}", pieces, cost, frozenset({f"c{n % 2}"}), f"b{n % 2}"))
        left -= pieces
    return lines


def _offer(dice: Random, currency: str, unit: int, _lines: list[BasketLine]) -> Offer:
    codes = dice.sample(_CODES, dice.randint(0, 2))
    rules = [_rule(dice, f"r{n}", currency, unit, None) for n in range(dice.randint(0, 2))]
    rules += [_rule(dice, f"k{code}", currency, unit, code) for code in codes]
    asked = Asked(currency, tuple(CouponRef(code, code) for code in codes), "cus", "web")
    return Offer(asked, _AT, {rule.id: Source(rule) for rule in rules})


def _rule(dice: Random, name: str, currency: str, unit: int, code: str | None) -> Rule:
    return Rule(
        name,
        dice.choice([kind for kind in Kind if kind is not Kind.GIFT]),
        currency,
        {"en": name},
        value=dice.choice((1, 500, 1000, 1500, 3333, 10_000)),
        cap=dice.choice((None, None, unit)),
        minimum=dice.choice((0, 0, 10 * unit)),
        x=dice.choice((1, 2, 3)),
        y=dice.choice((1, 2)),
        tiers=dice.choice(((), ((unit, unit // 10), (100 * unit, 7 * unit)))),
        scope=dice.choice((Scope(), Scope(), Scope(categories=frozenset({"c0"})), Scope(brands=frozenset({"b1"})))),
        code=code,
        class_=dice.choice((Class.PRODUCT, Class.ORDER)),
        priority=dice.randint(0, 2),
        group=dice.choice((None, None, "g")),
        exclusive=dice.random() < 0.1,
    )


def _rate(dice: Random, name: str, currency: str, unit: int) -> RateRule:
    more = unit * 10 if name == "express" else 0
    basis = dice.choice((Basis.FLAT, Basis.PIECE))
    first = dice.choice((0, 1, 5 * unit, unit * 499 // 100)) + more
    free = dice.choice((None, None, 50 * unit))
    return RateRule(name, _WORLD.id, "sandbox", name, currency, basis, 1, first, 1, unit // 2, free)


def _after_discounts(offer: Offer, goods: list[BasketLine]) -> int:
    off = sum(entry.amount for entry in offer.deal(goods, 0).outcome.applied if not entry.off_shipping)
    return sum(line.unit_price * line.quantity for line in goods) - off


def _lines(priced: Breakdown) -> list[OrderLine]:
    return [
        OrderLine(
            line.line_id, line.line_id, line.line_id, "", {}, {}, None, None, line.quantity, line.unit_price, None,
            line.subtotal, line.discount, line.tax, line.total,
        )
        for line in priced.lines
    ]  # fmt: skip
