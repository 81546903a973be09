"""Tax by an outside service, if the shop has one: asked within a time limit, replaced by the shop's own rates when it does not answer.

Our own protocol, so that any service can be put behind it by a small adapter of its own:
POST {url} {currency, address: {country, subdivision, province, city, postal_code}, lines: [{id, amount, tax_class}], shipping}
→ 200 {taxes: [{code, title, amount, line_id | null, included, rate?, base?, category?, reason?}]}; amounts in minor units, `line_id` null
for the delivery fee, `country` and `subdivision` by ISO 3166, `rate` a decimal text. Without `base` the tax counts on the whole price of
what it is on. `category` (EN 16931: Z, E, AE, K, G, O) says why an amount is 0.

A package installed beside the shop can bring one, too (ADR 78), which `plugin:acme` in place of an address names. It makes the same answer
(its `taxes`) of the same question, within `time_limit` seconds where it asks somebody else:

    [project.entry-points."serverless_commerce.tax_services"]
    acme = "acme_taxes:AcmeTaxes"
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Protocol

from functions.orders.model.pricing import PricedLine, Tax, Taxes
from functions.orders.model.tax import STANDARD
from functions.shared.events.contracts.invoices import VatCategory
from functions.shared.outside import installed, outbound
from functions.shared.outside.observability import fact
from functions.shared.outside.outbound import NoAnswer
from functions.shared.places import place_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.postal_address import Address

TIME_LIMIT = 1.0
GROUP = "serverless_commerce.tax_services"
BROUGHT = "plugin:"
_REST = 30.0
_REMEMBER = 60.0
_MOST_REMEMBERED = 500


class TaxService(Protocol):
    """What a package brings. Whatever ordinary error it raises, it gave no answer: the shop's own rates apply."""

    def taxes(self, goods: Mapping[str, Any], *, time_limit: float) -> Sequence[Mapping[str, Any]]: ...


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
            found = self._checked(question)
        except NoAnswer:
            self._resting_until = time.monotonic() + _REST
            raise
        if len(self._answers) >= _MOST_REMEMBERED:
            self._answers.clear()
        self._answers[question] = (now, found)
        return found

    def _checked(self, question: str) -> list[Tax]:
        try:
            return [_tax(entry) for entry in self._ask(question)]
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            raise NoAnswer("the tax service's answer is not of the agreed shape") from error

    def _ask(self, question: str) -> Sequence[Mapping[str, Any]]:
        headers = {"Content-Type": "application/json"}
        answer = outbound.call("POST", self.url, body=question.encode(), headers=headers, timeout=self.time_limit)
        if answer.status != 200:
            raise NoAnswer(f"the tax service answered {answer.status}")
        found: Sequence[Mapping[str, Any]] = answer.json()["taxes"]
        return found


class BroughtTaxProvider(HttpTaxProvider):
    """Of a package installed beside the shop."""

    def _ask(self, question: str) -> Sequence[Mapping[str, Any]]:
        code = self.url.removeprefix(BROUGHT)
        try:
            return _brought(code).taxes(json.loads(question), time_limit=self.time_limit)
        except (ArithmeticError, AttributeError, ImportError, LookupError, OSError, RuntimeError, TypeError, ValueError) as error:
            raise NoAnswer(f"the tax service {code} failed: {type(error).__name__}") from error


@lru_cache
def _brought(code: str) -> TaxService:
    """Raises KeyError for one that is not installed."""
    made: TaxService = installed.adapters_of(GROUP)[code].load()()
    return made


def tax_provider(where: str) -> TaxProvider:
    """`where`: the setting `TAX_PROVIDER_URL`."""
    return BroughtTaxProvider(where) if where.startswith(BROUGHT) else HttpTaxProvider(where)


def forget() -> None:
    """What is installed is looked at again: after a package came or went, in tests."""
    _brought.cache_clear()


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
