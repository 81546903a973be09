"""Tax by an outside service, if the shop has one: asked within a time limit, replaced by the shop's own rates when it does not answer.

Our own protocol, so that any service can be put behind it by a small adapter of its own:
POST {url} {currency, address: {country, subdivision, province, city, postal_code}, lines: [{id, amount, tax_class}], shipping}
→ 200 {taxes: [{code, title, amount, line_id | null, included, rate?, base?, category?, reason?}]}; amounts in minor units, `line_id` null
for the delivery fee, `country` and `subdivision` by ISO 3166, `rate` a decimal text. Without `base` the tax counts on the whole price of
what it is on. `category` (EN 16931: Z, E, AE, K, G, O) says why an amount is 0.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from functions.orders.model.pricing import PricedLine, Tax, Taxes
from functions.orders.model.tax import STANDARD
from functions.shared.events.contracts.invoices import VatCategory
from functions.shared.outside import outbound
from functions.shared.outside.observability import fact
from functions.shared.outside.outbound import NoAnswer
from functions.shared.places import place_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.postal_address import Address

TIME_LIMIT = 1.0
_REST = 30.0
_REMEMBER = 60.0
_MOST_REMEMBERED = 500


class TaxProvider(Protocol):
    def taxes(self, goods: Mapping[str, Any]) -> list[Tax]:
        """The taxes on `goods` (the request above). Raises NoAnswer."""


@dataclass
class HttpTaxProvider:
    """After an answer that did not come, the service is left alone for half a minute; what was answered within a minute is known."""

    url: str
    time_limit: float = TIME_LIMIT
    _resting_until: float = 0.0
    _answers: dict[str, tuple[float, list[Tax]]] = field(default_factory=dict)

    def taxes(self, goods: Mapping[str, Any]) -> list[Tax]:
        now, question = time.monotonic(), json.dumps(goods, sort_keys=True)
        asked, answer = self._answers.get(question, (0.0, []))
        if asked and now - asked < _REMEMBER:
            return answer
        if now < self._resting_until:
            raise NoAnswer("the tax service did not answer a moment ago")
        try:
            found = self._ask(question)
        except NoAnswer:
            self._resting_until = time.monotonic() + _REST
            raise
        if len(self._answers) >= _MOST_REMEMBERED:
            self._answers.clear()
        self._answers[question] = (now, found)
        return found

    def _ask(self, question: str) -> list[Tax]:
        headers = {"Content-Type": "application/json"}
        answer = outbound.call("POST", self.url, body=question.encode(), headers=headers, timeout=self.time_limit)
        if answer.status != 200:
            raise NoAnswer(f"the tax service answered {answer.status}")
        try:
            return [_tax(entry) for entry in answer.json()["taxes"]]
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            raise NoAnswer("the tax service's answer is not of the agreed shape") from error


def _tax(entry: Mapping[str, Any]) -> Tax:
    amount, included, line_id = entry["amount"], entry["included"], entry["line_id"]
    if type(amount) is not int or amount < 0 or type(included) is not bool:
        raise ValueError("an amount is a whole number of minor units, not negative")
    rate, base = str(entry.get("rate") or ""), entry.get("base")
    if rate and not 0 <= Decimal(rate) <= 10:
        raise ValueError("a rate is a fraction")
    if base is not None and (type(base) is not int or base < 0):
        raise ValueError("a base is a whole number of minor units, not negative")
    category = VatCategory(entry["category"]).value if entry.get("category") else ""
    if category and (amount or (rate and Decimal(rate))):
        raise ValueError("only what is not taxed has a category that says why")
    line, why = None if line_id is None else str(line_id), (category, str(entry.get("reason") or "")[:200])
    return Tax(str(entry["code"]), str(entry["title"]), amount, line, included, rate, base or 0, {}, *why)


def with_fall_back(provider: TaxProvider, own: Taxes, *, address: Address, currency: str, classes: Mapping[str, str]) -> Taxes:
    """The tax function that asks `provider` and, when there is no (sensible) answer, applies the shop's `own` rates."""

    def apply(lines: Sequence[PricedLine], fee: int) -> Sequence[Tax]:
        try:
            found = provider.taxes(_goods(lines, fee, address, currency, classes))
            known = {line.line_id for line in lines}
            if any(tax.line_id is not None and tax.line_id not in known for tax in found):
                raise NoAnswer("the answer names lines that nobody asked about")
            found = _with_bases(found, {line.line_id: line.net for line in lines} | {None: fee})
        except NoAnswer as reason:
            fact("tax.fell_back", reason=str(reason))
            return own(lines, fee)
        return found

    return apply


def _with_bases(found: Sequence[Tax], prices: Mapping[str | None, int]) -> list[Tax]:
    """Each tax with what it counts on. Raises NoAnswer when more tax is said to be in a price than the price is."""
    contained = Counter[str | None]()
    for tax in found:
        contained[tax.line_id] += tax.amount if tax.included else 0
    if any(amount > prices[line_id] for line_id, amount in contained.items()):
        raise NoAnswer("the answer has prices that are less than the tax in them")
    return [tax if tax.base else replace(tax, base=prices[tax.line_id] - contained[tax.line_id]) for tax in found]


def _goods(lines: Sequence[PricedLine], fee: int, address: Address, currency: str, classes: Mapping[str, str]) -> dict[str, Any]:
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
