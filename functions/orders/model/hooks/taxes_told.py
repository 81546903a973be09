"""Taxes that somebody else calculated: the question, and what of an answer counts (`docs/tax-and-shipping.md`, `docs/hooks.md`).
Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from functions.orders.model.pricing import PricedLine, Tax
from functions.orders.model.tax import STANDARD
from functions.shared.events.contracts.invoices import VatCategory
from functions.shared.places import place_of
from functions.shared.plain.money import MAX_AMOUNT
from functions.shared.plain.postal_address import Address

_LONGEST_CODE, _LONGEST_TITLE, _LONGEST_REASON = 64, 200, 200
_MOST_OF_A_LINE = 10


def goods_of(lines: Sequence[PricedLine], fee: int, address: Address, currency: str, classes: Mapping[str, str]) -> dict[str, Any]:
    """The question."""
    found = place_of(address)
    place = {
        "country": found.country,
        "subdivision": found.subdivision,
        "province": address.province,
        "city": address.city,
        "postal_code": found.postal_code,
    }
    amounts = [{"id": line.line_id, "amount": line.net, "tax_class": classes.get(line.line_id, STANDARD)} for line in lines]
    return {"currency": currency, "address": place, "lines": amounts, "shipping": fee}


def taxes_in(answer: Mapping[str, Any]) -> list[Tax]:
    """Raises ValueError for what is not of the agreed shape."""
    try:
        return [_tax(entry) for entry in answer["taxes"]]
    except (AttributeError, KeyError, TypeError, InvalidOperation) as error:
        raise ValueError("the taxes are not of the agreed shape") from error


def fitting_taxes(found: Sequence[Tax], lines: Sequence[PricedLine], fee: int) -> list[Tax]:
    """Each with what it counts on. Raises ValueError for taxes on lines that nobody asked about, for more of them than can be, and where
    more tax is said to be in a price than the price is."""
    prices: dict[str | None, int] = {line.line_id: line.net for line in lines} | {None: fee}
    if any(tax.line_id not in prices for tax in found):
        raise ValueError("the answer names lines that nobody asked about")
    if any(times > _MOST_OF_A_LINE for times in Counter(tax.line_id for tax in found).values()):
        raise ValueError("the answer has too many taxes on one line")
    contained, added = Counter[str | None](), sum(prices.values())
    for tax in found:
        contained[tax.line_id] += tax.amount if tax.included else 0
        added += 0 if tax.included else tax.amount
    if any(amount > prices[line_id] for line_id, amount in contained.items()):
        raise ValueError("the answer has prices that are less than the tax in them")
    if added > MAX_AMOUNT:
        raise ValueError("the answer makes it more than an order can cost")
    return [tax if tax.base else replace(tax, base=prices[tax.line_id] - contained[tax.line_id]) for tax in found]


def _tax(entry: Mapping[str, Any]) -> Tax:
    amount, included, line_id = entry["amount"], entry["included"], entry["line_id"]
    if type(amount) is not int or amount < 0 or type(included) is not bool:
        raise ValueError("an amount is a whole number of minor units, not negative")
    rate, base = str(entry.get("rate") or ""), entry.get("base")
    if rate and (len(rate) > 20 or not 0 <= Decimal(rate) <= 10):
        raise ValueError("a rate is a fraction")
    if base is not None and (type(base) is not int or not 0 <= base <= MAX_AMOUNT):
        raise ValueError("a base is a whole number of minor units, not negative")
    category = VatCategory(entry["category"]).value if entry.get("category") else ""
    if category and (amount or (rate and Decimal(rate))):
        raise ValueError("only what is not taxed has a category that says why")
    code, title = str(entry["code"])[:_LONGEST_CODE], str(entry["title"])[:_LONGEST_TITLE]
    line, why = None if line_id is None else str(line_id), (category, str(entry.get("reason") or "")[:_LONGEST_REASON])
    return Tax(code, title, amount, line, included, rate, base or 0, {}, *why)
