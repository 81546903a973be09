"""The lowest prices of products for somebody who buys by price lists, where they are not those of everybody: for lists and search.

Read are what lists say and the products that they say it of, at most a minute old; nothing in a shop, or for somebody, without lists.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping

from functions.catalog.model.prior_price import shown_at
from functions.catalog.model.product import Product
from functions.catalog.products.buyer import Buyer
from functions.catalog.store.records import PRODUCT_SK, ProductRecord, product_pk
from functions.pricing import ListPrices, known_list_prices
from functions.shared.http.validation import MeasuredPrice
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.store.records import find_many

_FRESH_SECONDS = 50.0
_kept: dict[str, tuple[Product, float]] = {}


@dataclass(frozen=True)
class OwnPrice:
    """`list`: the price list it is from; empty: it is the catalogue's, and another than the lowest of everybody."""

    amount: int
    list: str
    per_measure: MeasuredPrice | None = None


NOBODY_S: Mapping[str, OwnPrice] = {}


def forget() -> None:
    """The next reader reads anew: between tests."""
    _kept.clear()


def own_prices(buyer: Buyer, currency: str, among: Collection[str] | None = None) -> Mapping[str, OwnPrice]:
    """By product, of all or of those `among`. What nobody read within the minute: a BatchGetItem for each 100 products."""
    now = times.iso(clock.now())
    codes = buyer.terms.codes(currency, now) if buyer.terms else frozenset[str]()
    if not codes:
        return NOBODY_S
    said = {
        product_id: {row.variant_id: row for row in rows}
        for product_id, rows in known_list_prices().items()
        if (among is None or product_id in among) and any(not codes.isdisjoint(row.prices) for row in rows)
    }
    found = ((product.id, _lowest(product, said[product.id], buyer, currency, now)) for product in _products(said))
    return {product_id: own for product_id, own in found if own}


def _products(product_ids: Iterable[str]) -> list[Product]:
    at, wanted = time.monotonic(), list(product_ids)
    if missing := [one for one in wanted if one not in _kept or _kept[one][1] <= at]:
        for record in find_many({ProductRecord: [(product_pk(one), PRODUCT_SK) for one in missing]}, consistent=False).values():
            if isinstance(record, ProductRecord):
                product = record.content(Product)
                _kept[product.id] = product, at + _FRESH_SECONDS
    return [_kept[one][0] for one in wanted if one in _kept]


def _lowest(product: Product, said: Mapping[str, ListPrices], buyer: Buyer, currency: str, now: str) -> OwnPrice | None:
    """None where it is that of everybody."""
    assert buyer.terms is not None
    best: OwnPrice | None = None
    for variant in product.variants:
        paid = shown_at(variant, currency, now, buyer.rule, buyer.clocks)
        if paid is None:
            continue
        unit = buyer.terms.asked(said.get(variant.id), paid.price, now, reduced=paid.ends_at is not None).of(1)
        if best is None or unit.amount < best.amount:
            best = OwnPrice(unit.amount, unit.list, buyer.measured(variant.measure, Money(unit.amount, currency), product))
    everybody = product.price_at(now, currency)
    if best and everybody and product.variant_count > len(product.variants) and everybody.price.amount < best.amount:
        # Of what does not stand in the product itself only the lowest price of everybody is known.
        return None
    return None if best is None or (everybody and not best.list and everybody.price.amount == best.amount) else best
