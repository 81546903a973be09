"""Totals in UCP's words: all entries but `total` add up to it; tax that is in the prices already is none of them."""

from __future__ import annotations

from typing import Any, Protocol

from functions.shared.http.validation import MoneyModel


class Sums(Protocol):
    """subtotal − discount + shipping + tax = total."""

    @property
    def subtotal(self) -> MoneyModel: ...
    @property
    def discount(self) -> MoneyModel: ...
    @property
    def shipping(self) -> MoneyModel: ...
    @property
    def tax(self) -> MoneyModel: ...
    @property
    def total(self) -> MoneyModel: ...


def total(kind: str, amount: int) -> dict[str, Any]:
    return {"type": kind, "amount": amount}


def totals_of(sums: Sums) -> list[dict[str, Any]]:
    told = [total("subtotal", sums.subtotal.amount)]
    told += [total("discount", -sums.discount.amount)] if sums.discount.amount else []
    told.append(total("fulfillment", sums.shipping.amount))
    told += [total("tax", sums.tax.amount)] if sums.tax.amount else []
    return [*told, total("total", sums.total.amount)]
