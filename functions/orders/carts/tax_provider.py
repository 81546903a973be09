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
from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from typing import Any, Protocol

from functions.orders.model.hooks.taxes_told import fitting_taxes, goods_of, taxes_in
from functions.orders.model.pricing import PricedLine, Tax, Taxes
from functions.shared.outside import installed, outbound
from functions.shared.outside.observability import fact
from functions.shared.outside.outbound import NoAnswer
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
            return taxes_in({"taxes": self._ask(question)})
        except (KeyError, ValueError) as error:
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


def with_fall_back(provider: TaxProvider, own: Taxes, *, address: Address, currency: str, classes: Mapping[str, str]) -> Taxes:
    """The tax function that asks `provider` and, when there is no (sensible) answer, applies the shop's `own` rates."""

    def apply(lines: Sequence[PricedLine], fee: int) -> Sequence[Tax]:
        try:
            return fitting_taxes(provider.taxes(goods_of(lines, fee, address, currency, classes)), lines, fee)
        except (NoAnswer, ValueError) as reason:
            fact("tax.fell_back", reason=str(reason))
            return own(lines, fee)

    return apply
