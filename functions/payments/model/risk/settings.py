"""The rules by which a payment is judged, as data: what a rule looks at, from which limit on, and how many points it gives.

A rule gives its points when its fact has reached its limit. So the score can only rise with a fact, whatever staff set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

HIGHEST = 100
"""Of a score, and of a rule's points."""
MOST_LIMIT = 100_000
UNKNOWN = "facts_unavailable"


class Mode(StrEnum):
    """off: nothing is counted. watch: counted, scored and shown, but nothing is held or declined. act: what the score says is done."""

    OFF = "off"
    WATCH = "watch"
    ACT = "act"


class AtDeadline(StrEnum):
    """What becomes of an order that nobody has decided about in time."""

    DECLINE = "decline"
    RELEASE = "release"


@dataclass(frozen=True)
class Rule:
    """`fact`: a field of RiskFacts."""

    fact: str
    limit: int
    points: int


RULES: Mapping[str, Rule] = {
    "velocity_customer": Rule("customer_orders", 6, 25),
    "velocity_email": Rule("email_orders", 6, 25),
    "velocity_address": Rule("address_orders", 8, 25),
    "velocity_device": Rule("device_orders", 6, 25),
    "velocity_card": Rule("card_orders", 5, 30),
    "declines": Rule("declines", 4, 30),
    "declines_many": Rule("declines", 10, 40),
    "cards_on_order": Rule("cards", 3, 40),
    "small_amounts": Rule("small_orders", 5, 35),
    "large_amount": Rule("amount_percent", 100, 10),
    "large_for_new": Rule("amount_percent_if_new", 100, 20),
    "amount_jump": Rule("jump_percent", 400, 15),
    "new_account": Rule("is_new", 1, 5),
    "new_device": Rule("is_new_device", 1, 10),
    "new_place": Rule("is_new_place", 1, 10),
    "taken_over": Rule("takeover_percent", 300, 30),
    "strangers_at_place": Rule("strangers_at_place", 4, 45),
    "disposable_mail": Rule("is_disposable_mail", 1, 20),
    "card_country": Rule("is_foreign_card", 1, 15),
    "card_country_of_new": Rule("is_foreign_card_of_new", 1, 20),
    "provider_elevated": Rule("provider_risk", 1, 30),
    "provider_highest": Rule("provider_risk", 2, 40),
    "refunds": Rule("refund_percent", 60, 50),
    "disputes": Rule("disputes", 1, 40),
    "disputes_again": Rule("disputes", 2, 40),
    UNKNOWN: Rule("is_unknown", 1, HIGHEST),
}


@dataclass(frozen=True)
class RiskSettings:
    """`hold` and `decline`: from these scores on. `rules`: limit and points of a rule where they are not the built-in ones; 0 points switch
    it off. Of amounts in a currency without an entry nothing is large and nothing small. `disposable`: domains of mail beside the kept
    list. `review_hours`: for how long people may decide, before `at_deadline` does."""

    mode: Mode = Mode.WATCH
    hold: int = 50
    decline: int = 85
    rules: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    large_amounts: Mapping[str, int] = field(
        default_factory=lambda: {"CNY": 500_000, "USD": 70_000, "EUR": 65_000, "GBP": 55_000, "JPY": 100_000}
    )
    small_amounts: Mapping[str, int] = field(default_factory=lambda: {"CNY": 1_000, "USD": 200, "EUR": 200, "GBP": 200, "JPY": 200})
    disposable: tuple[str, ...] = ()
    review_hours: int = 48
    at_deadline: AtDeadline = AtDeadline.DECLINE

    def rule(self, code: str) -> Rule:
        built_in = RULES[code]
        limit, points = self.rules.get(code, (built_in.limit, built_in.points))
        return Rule(built_in.fact, limit, points)

    def is_large(self, currency: str) -> int | None:
        return self.large_amounts.get(currency)

    def is_small(self, amount: int, currency: str) -> bool:
        return amount <= self.small_amounts.get(currency, -1)
