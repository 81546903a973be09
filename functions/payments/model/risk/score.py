"""The score of a payment, and what follows from it. The same facts and rules have the same result."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from functions.payments.model.risk.facts import RiskFacts
from functions.payments.model.risk.settings import HIGHEST, RULES, UNKNOWN, RiskSettings
from functions.shared.plain.deferred import dataclass


class Verdict(StrEnum):
    ACCEPT = "accept"
    HOLD = "hold"
    DECLINE = "decline"


@dataclass(frozen=True)
class Scored:
    """`reasons`: the rules that gave points, by code, dearest first. Nothing in it names anybody."""

    score: int
    reasons: Mapping[str, int]
    verdict: Verdict


def score_of(facts: RiskFacts, settings: RiskSettings) -> Scored:
    """What cannot be known is looked at by people: it holds, and is never the reason to decline."""
    found = {code: rule.points for code in RULES if (rule := settings.rule(code)).points and getattr(facts, rule.fact) >= rule.limit}
    if UNKNOWN in found:
        found[UNKNOWN] = settings.hold
    score = min(HIGHEST, sum(found.values()))
    reasons = dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
    without = sum(points for code, points in found.items() if code != UNKNOWN)
    if without >= settings.decline:
        return Scored(score, reasons, Verdict.DECLINE)
    return Scored(score, reasons, Verdict.HOLD if score >= settings.hold else Verdict.ACCEPT)
