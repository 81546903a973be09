"""How a payment was judged: kept with it, for staff, and for the next fact that is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from functions.payments.model.risk.facts import RiskFacts
from functions.payments.model.risk.score import Scored, Verdict
from functions.payments.model.risk.settings import AtDeadline, Mode, RiskSettings
from functions.shared.plain.deferred import dataclass

ADDRESS, CUSTOMER, EMAIL, DEVICE, PLACE, CARD, ORDER = "address", "customer", "email", "device", "place", "card", "order"
WINDOWS: Mapping[str, int] = {
    ADDRESS: 3_600,
    CUSTOMER: 86_400,
    EMAIL: 86_400,
    DEVICE: 86_400,
    PLACE: 7 * 86_400,
    CARD: 86_400,
    ORDER: 86_400,
}
"""Seconds in which orders of one subject are counted together."""


@dataclass(frozen=True)
class Assessment:
    """`subjects`: who it was counted for, by kind, as keyed hashes; `person`: the hash that their history is kept under;
    `learns`: kinds of which that still has room. `version`: of the
    settings."""

    payment_id: str
    order_id: str
    at: str
    amount: int
    currency: str
    country: str
    mode: Mode
    facts: RiskFacts
    score: int
    verdict: Verdict
    reasons: Mapping[str, int] = field(default_factory=dict)
    version: int = 0
    review_hours: int = 48
    at_deadline: AtDeadline = AtDeadline.DECLINE
    person: str = ""
    subjects: Mapping[str, str] = field(default_factory=dict)
    learns: tuple[str, ...] = ()

    @property
    def acted_on(self) -> Verdict:
        return self.verdict if self.mode is Mode.ACT else Verdict.ACCEPT

    def judged(self, facts: RiskFacts, scored: Scored, settings: RiskSettings, version: int) -> Assessment:
        """Anew, with more that is known. What was begun under `watch` stays watched: its buyer was told nothing else."""
        return replace(
            self,
            facts=facts,
            score=scored.score,
            verdict=scored.verdict,
            reasons=scored.reasons,
            version=version,
            review_hours=settings.review_hours,
            at_deadline=settings.at_deadline,
        )
