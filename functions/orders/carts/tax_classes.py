"""The taxes of what is in a cart, as they are at this moment. Its tax class is the product's own, else that of its category or of the
nearest one above it, else standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from functions.catalog import Measure, category_paths, inherited_class, known_markets
from functions.orders.carts.tax_provider import TaxProvider, tax_provider, with_fall_back
from functions.orders.hooks.in_flow import InFlow
from functions.orders.model.cart import Cart, CartLine
from functions.orders.model.pricing import Taxes, untaxed
from functions.orders.model.tax import taxes
from functions.orders.store.rules_store import shop_rules
from functions.shared.http.validation import MeasuredPrice
from functions.shared.places import place_of
from functions.shared.plain.money import Money
from functions.shared.plain.postal_address import Address
from functions.shared.plain.settings import settings
from functions.shared.store.kept import Kept

_KEEP_SECONDS = 50
_paths = Kept(_KEEP_SECONDS, category_paths)


def tax_classes(classes: Mapping[str, str], lines: Sequence[CartLine]) -> dict[str, str]:
    """By line id. The tree of categories is read at most once a minute, and only where a category without a class of its own asks."""
    return {line.line_id: line.tax_class or inherited_class(classes, line.category_id, _paths) for line in lines}


def measured_price(line: CartLine, currency: str, country: str) -> MeasuredPrice | None:
    """What one kg, l or m costs at the line's price, with the tax that the market of the country (else the shop's) asks for beside prices
    without it (ADR 53). Nothing is read for a line without a measure; a gift has no price."""
    measure = Measure.of(line.measure)
    if measure is None or not line.unit_price:
        return None
    market = known_markets().of(country or settings().default_country)
    taxes = market.measure_taxes if market else {}
    tax = taxes.get(tax_classes(shop_rules().tax.classes, [line])[line.line_id], "") if taxes else ""
    return MeasuredPrice.of(measure.price_of_base(Money(line.unit_price, currency), tax), measure.base)


def taxes_for(cart: Cart, lines: Sequence[CartLine], hooks: InFlow | None = None, *, included: bool | None = None) -> Taxes:
    """Where it is delivered decides; before there is an address nothing is taxed. `hooks`: those of the pricing under way."""
    return untaxed if cart.goes_to is None else taxes_at(cart.goes_to, cart.currency, lines, hooks, included=included)


def taxes_at(
    address: Address, currency: str, lines: Sequence[CartLine], hooks: InFlow | None = None, *, included: bool | None = None
) -> Taxes:
    """Today's, where goods are delivered to: a hook's, else an outside service's, else the shop's own. `included`: whether prices contain
    tax in the market; None: it does not say."""
    rules = shop_rules().tax
    classes = tax_classes(rules.classes, lines)
    own = taxes(rules.rates, rules.settings, place_of(address), classes, included=included)
    cards = frozenset(line.line_id for line in lines if line.is_card)
    url = settings().tax_provider_url
    if url:
        own = with_fall_back(_provider(url), own, address=address, currency=currency, classes=classes)
    return _without(cards, (hooks or InFlow()).taxes(own, address, currency, classes))


def _without(cards: frozenset[str], asked: Taxes) -> Taxes:
    """Gift cards are not taxed, whoever says the taxes: the goods are that are bought with them."""
    return (lambda lines, fee: asked([line for line in lines if line.line_id not in cards], fee)) if cards else asked


@lru_cache(maxsize=4)
def _provider(url: str) -> TaxProvider:
    return tax_provider(url)


def forget() -> None:
    """The tree is read again at its next use; between tests."""
    _paths.forget()
