"""What a variant of a file is to be at the moment of the import: what was planned for a time that has come is in force. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from functions.catalog.imports.schemas import ImportedVariant
from functions.catalog.model.price import Listed
from functions.catalog.model.product import Variant
from functions.catalog.model.scheduled_price import ScheduledPrice
from functions.catalog.model.variant_plan import WantedVariant

_ALWAYS_WRITTEN = ("options", "list_price", "image", "weight_g", "barcode", "external_id")
"""Further prices, its cost and what is planned stay by themselves when they are not named."""


def wanted_variant(item: ImportedVariant, old: Variant | None, *, at: str) -> WantedVariant:
    """Fields the file does not name stay as they are in `old`. Raises Invalid (422 `ends_before_start`)."""
    wanted = item.wanted()
    if old is not None:
        named = item.model_fields_set | ({"barcode"} if "barcodes" in item.model_fields_set else set())
        wanted = replace(wanted, **{name: getattr(old, name) for name in _ALWAYS_WRITTEN if name not in named})
    if "scheduled_prices" not in item.model_fields_set:
        return wanted
    planned = sorted((one.planned() for one in item.scheduled_prices), key=lambda one: one.starts_at)
    for one in planned:
        if one.ends_at is None and one.starts_at <= at:
            wanted = _changed(wanted, one)
    coming = (one for one in planned if (one.ends_at or one.starts_at) > at)
    return replace(wanted, planned=_distinct(coming))


def _changed(wanted: WantedVariant, change: ScheduledPrice) -> WantedVariant:
    """With the price that has come; one in a currency of which the file tells no price has nothing to change."""
    currency = change.price.currency
    if currency == wanted.price.currency:
        return replace(wanted, price=change.price, list_price=change.list_price)
    if isinstance(wanted.prices, Mapping) and currency in wanted.prices:
        return replace(wanted, prices={**wanted.prices, currency: Listed(change.price, change.list_price)})
    return wanted


def _distinct(planned: Iterable[ScheduledPrice]) -> Sequence[ScheduledPrice]:
    kept: list[ScheduledPrice] = []
    for one in planned:
        if one not in kept:
            kept.append(one)
    return kept
