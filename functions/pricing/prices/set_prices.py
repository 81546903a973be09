"""Staff say what lists ask for a variant."""

from __future__ import annotations

from functions.catalog import check_price_of, named_variant
from functions.pricing.model.price_list import Break, ListPrices
from functions.pricing.store.list_prices import set_list_prices, stored_list_prices
from functions.pricing.store.lists import price_lists
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.money import Money
from functions.shared.store.transactions import Remember


def prices_for(reference: str) -> tuple[ListPrices, int]:
    """By id or SKU. Raises NotFound for an unknown variant."""
    variant = named_variant(reference)
    said, version = stored_list_prices(variant.id)
    return said or ListPrices(variant.id, variant.product_id), version


def set_prices(
    reference: str, prices: dict[str, list[Break]], *, override: bool, if_match: int | None, remember: Remember[ListPrices, int]
) -> tuple[ListPrices, int]:
    """Raises NotFound, VersionConflict, Invalid (422): `unknown_price_list`, `currency_not_offered` where the variant is not sold in the
    list's currency, `price_below_floor` and `no_rate` unless the caller may override."""
    variant = named_variant(reference)
    currencies = {one.code: one.currency for one in price_lists.stored()[0].lists}
    faults = [
        Fault(f"/prices/{place}/price_list", "unknown_price_list", f"There is no price list {code}.")
        for place, code in enumerate(prices)
        if code not in currencies
    ]
    if faults:
        raise Invalid("These prices cannot be set.", code="unknown_price_list", faults=faults)
    lowest: dict[str, int] = {}
    for code, breaks in prices.items():
        currency = currencies[code]
        lowest[currency] = min(lowest.get(currency, breaks[0].amount), *(one.amount for one in breaks))
    for currency, amount in lowest.items():
        check_price_of(variant.id, Money(amount, currency), override=override)
    wanted = ListPrices(variant.id, variant.product_id, prices, {code: currencies[code] for code in prices})
    return set_list_prices(wanted, if_match=if_match, remember=remember)
