"""`flash_sale.scheduled`, `flash_sale.closed`: a variant is sold for less for a time, apart from its price. Comparisons must know."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from functions.catalog.model.price import TimedDiscount, currencies, kept_discounts
from functions.catalog.model.product import Variant
from functions.catalog.products.apply_edit import edit_variant
from functions.shared.events.contracts.promotions import FlashSaleClosed, FlashSaleScheduled
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound
from functions.shared.plain.money import Money


def note_flash_sale(envelope: Envelope) -> None:
    sale = data_of(envelope, FlashSaleScheduled)
    if not sale.closes_at:
        return  # Told before events of flash sales said for how much.
    one = TimedDiscount(sale.sale_id, Money(sale.price, sale.currency), sale.opens_at, sale.closes_at)

    def with_sale(variant: Variant) -> Variant:
        if sale.currency not in currencies(variant) or any(known.id == one.id for known in variant.apart):
            return variant
        return replace(variant, apart=[*kept_discounts(variant.apart, times.iso(clock.now())), one])

    _change(sale.variant_id, with_sale)


def note_flash_closed(envelope: Envelope) -> None:
    """One that never opened was sold by nobody."""
    sale, ended = data_of(envelope, FlashSaleClosed), envelope.occurred_at

    def without(variant: Variant) -> Variant:
        kept = [one if one.id != sale.sale_id else replace(one, ends_at=min(one.ends_at, ended)) for one in variant.apart]
        return replace(variant, apart=[one for one in kept if one.starts_at < one.ends_at])

    _change(sale.variant_id, without)


def _change(variant_id: str, change: Callable[[Variant], Variant]) -> None:
    with suppress(NotFound):
        edit_variant(variant_id, change)
