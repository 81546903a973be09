"""Totals, parts of a price and delivery for readers: in one language, amounts as Money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from functions.orders.model.order import DeliveryOption, Part, Totals, taxes_of
from functions.orders.sums.schemas import DeliveryOptionOut, PartOut, TaxOut
from functions.shared.events.contracts.orders import TaxSum
from functions.shared.http.validation import MoneyModel
from functions.shared.plain.option_texts import shown_text
from functions.shared.plain.pickup_point import PickupPoint
from functions.shipping import PickupPointOut

TaxNames = Mapping[str, Mapping[str, str]]


def totals_view(totals: Totals, parts: Iterable[Part], currency: str, names: TaxNames, languages: Sequence[str]) -> dict[str, Any]:
    """The fields of TotalsOut."""

    def money(amount: int) -> MoneyModel:
        return MoneyModel.shown(amount, currency)

    def tax_out(tax: TaxSum) -> TaxOut:
        name = shown_text(tax.name, names.get(tax.name, {}), languages)
        return TaxOut(name=name, rate=tax.rate, base=money(tax.base), amount=money(tax.amount), included=tax.included)

    sums = taxes_of(parts)
    return {
        **{name: money(amount) for name, amount in vars(totals).items()},
        "tax_included": money(sum(tax.amount for tax in sums if tax.included)),
        "taxes": [tax_out(tax) for tax in sums],
    }


def parts_view(parts: Iterable[Part], currency: str, names: TaxNames, languages: Sequence[str]) -> list[PartOut]:
    def title(part: Part) -> str:
        return shown_text(part.title, names.get(part.title, {}), languages) if part.kind in ("tax", "tax_included") else part.title

    return [
        PartOut(kind=p.kind, code=p.code, title=title(p), amount=MoneyModel.shown(p.amount, currency), line_id=p.line_id) for p in parts
    ]


def delivery_view(option: DeliveryOption, currency: str, languages: Sequence[str]) -> DeliveryOptionOut:
    return DeliveryOptionOut(
        id=option.id,
        carrier=option.carrier,
        service=option.service,
        service_name=shown_text(option.service, option.service_names, languages),
        fee=MoneyModel.shown(option.fee, currency),
        promised_date=option.promised_date,
        kind=option.kind,
    )


def point_view(point: PickupPoint | None) -> PickupPointOut | None:
    return PickupPointOut.of(point) if point else None
