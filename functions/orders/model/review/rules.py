"""Rules that hold an order for people to look at. A rule holds when everything that it names is so of the order. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum

from functions.orders.model.review.review import Cause
from functions.shared.places import WrittenArea, place_of
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.plain.postal_address import Address

MAX_RULES = 50
MAX_BYTES = 200_000
"""Of all rules together: they are one item."""
Edit = Callable[["ReviewRules"], "ReviewRules"]


class Risk(StrEnum):
    """What a payment provider thinks of a payment; nothing where it does not say."""

    NORMAL = "normal"
    ELEVATED = "elevated"
    HIGHEST = "highest"


_RISKS = list(Risk)


@dataclass(frozen=True)
class ReviewRule:
    """`amount` in minor units of `currency`: from this total on. `po_box` and `words` are signs of an address, of which one is enough,
    as one of `areas` is. `country_differs`: the payer's country is known, and another one than the parcel goes to. `risk`: from it on."""

    code: str
    reason: str
    enabled: bool = True
    amount: int | None = None
    currency: str = ""
    areas: tuple[WrittenArea, ...] = ()
    po_box: bool = False
    words: tuple[str, ...] = ()
    first_order: bool = False
    country_differs: bool = False
    risk: Risk | None = None

    @property
    def names_something(self) -> bool:
        signs = (self.areas, self.po_box, self.words, self.first_order, self.country_differs, self.risk)
        return self.amount is not None or any(signs)


@dataclass(frozen=True)
class ReviewRules:
    rules: tuple[ReviewRule, ...] = ()

    @property
    def asks_for_first_orders(self) -> bool:
        return any(rule.enabled and rule.first_order for rule in self.rules)


@dataclass(frozen=True)
class Signs:
    """What rules look at."""

    total: int
    currency: str
    address: Address
    is_po_box: bool = False
    is_first: bool = False
    payer_countries: frozenset[str] = frozenset()
    risk: Risk | None = None


def causes_in(rules: ReviewRules, signs: Signs) -> list[Cause]:
    """All rules that hold the order, so that whoever looks at it sees everything at once."""
    return [Cause(rule.code, rule.reason) for rule in rules.rules if rule.enabled and _holds(rule, signs)]


def _holds(rule: ReviewRule, signs: Signs) -> bool:
    """An amount in another currency than the order's says nothing of it."""
    place = place_of(signs.address)
    if rule.amount is not None and (rule.currency != signs.currency or signs.total < rule.amount):
        return False
    if rule.areas and all(area.place().rank(place) is None for area in rule.areas):
        return False
    if (rule.po_box or rule.words) and not ((rule.po_box and signs.is_po_box) or _says(rule.words, signs.address)):
        return False
    if rule.first_order and not signs.is_first:
        return False
    if rule.country_differs and not signs.payer_countries - {place.country}:
        return False
    if rule.risk and (signs.risk is None or _RISKS.index(signs.risk) < _RISKS.index(rule.risk)):
        return False
    return rule.names_something


def _says(words: Sequence[str], address: Address) -> bool:
    text = folded("\n".join((address.name, address.street, address.district, address.city, address.province)))
    return any(re.search(_pattern(folded(word)), text) for word in words)


def _pattern(word: str) -> str:
    """Between letters of the Latin alphabet a word ends where they do: `box` is not in `boxer`. Chinese has no such ends."""
    start, end = (r"(?<![a-z0-9])" if word[:1].isascii() else ""), (r"(?![a-z0-9])" if word[-1:].isascii() else "")
    return start + re.escape(word) + end


def folded(text: str) -> str:
    """As it is compared: case, width and spaces do not count."""
    return "\n".join(" ".join(line.split()) for line in unicodedata.normalize("NFKC", text).casefold().splitlines())


def rule_in(rules: ReviewRules, code: str) -> ReviewRule:
    """Raises NotFound."""
    found = next((rule for rule in rules.rules if rule.code == code), None)
    if found is None:
        raise NotFound("There is no such review rule.")
    return found


def with_rule(rule: ReviewRule, *, new: bool) -> Edit:
    """Raises Conflict (409 `code_taken`), Invalid (422 `too_many_rules`, `rules_too_large`), NotFound."""

    def edit(rules: ReviewRules) -> ReviewRules:
        if not new:
            rule_in(rules, rule.code)
            return _fitting(replace(rules, rules=tuple(rule if old.code == rule.code else old for old in rules.rules)))
        if any(old.code == rule.code for old in rules.rules):
            raise Conflict("There is a rule with this code.", code="code_taken")
        if len(rules.rules) >= MAX_RULES:
            raise Invalid(f"A shop has at most {MAX_RULES} review rules.", code="too_many_rules")
        return _fitting(replace(rules, rules=(*rules.rules, rule)))

    return edit


def without_rule(code: str) -> Edit:
    def edit(rules: ReviewRules) -> ReviewRules:
        rule_in(rules, code)
        return replace(rules, rules=tuple(rule for rule in rules.rules if rule.code != code))

    return edit


def _fitting(rules: ReviewRules) -> ReviewRules:
    if len(dump(rules).encode()) > MAX_BYTES:
        raise Invalid(f"All review rules together have at most {MAX_BYTES} bytes.", code="rules_too_large")
    return rules
