"""The rules of risk as staff set them, and what they would have said."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from functions.payments.model.risk.settings import HIGHEST, MOST_LIMIT, RULES, UNKNOWN, AtDeadline, Mode, RiskSettings
from functions.payments.risk.dry_run import Rehearsed
from functions.payments.store.risk_settings import KeptRisk
from functions.shared.documents.document import Versioned
from functions.shared.http.validation import MoneyModel, Price, Schema

RuleCode = Literal[
    "velocity_customer", "velocity_email", "velocity_address", "velocity_device", "velocity_card", "declines", "declines_many",
    "cards_on_order", "small_amounts", "large_amount", "large_for_new", "amount_jump", "new_account", "new_device", "new_place",
    "taken_over", "strangers_at_place", "disposable_mail", "card_country", "card_country_of_new", "provider_elevated",
    "provider_highest", "refunds", "disputes", "disputes_again",
]  # fmt: skip
Points = Annotated[int, Field(strict=True, ge=0, le=HIGHEST)]
Threshold = Annotated[int, Field(strict=True, ge=1, le=HIGHEST)]
Domain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$", max_length=253)]
Amounts = Annotated[list[Price], Field(max_length=50)]


class RiskRuleModel(Schema):
    """It gives its points from this limit on; 0 points: it gives none."""

    limit: Annotated[int, Field(strict=True, ge=1, le=MOST_LIMIT)]
    points: Points


class RiskSettingsModel(Versioned):
    """`mode` off: nothing is counted; watch: payments are judged and nothing follows; act: from `hold` on an order waits for people (its
    money is only held, where its provider can do so), from `decline` on it ends. `rules`: those that differ from the built-in ones; what is
    left out is as it was built. `large_amounts` and `small_amounts`: one for each currency; without one nothing is. `disposable_domains`:
    beside the kept list. Nobody has decided after `review_hours`: `at_deadline` is done."""

    mode: Mode = Field(examples=["watch"])
    hold: Threshold = 50
    decline: Threshold = 85
    rules: dict[RuleCode, RiskRuleModel] = Field(default={}, examples=[{"velocity_card": {"limit": 4, "points": 40}}])
    large_amounts: Amounts | None = None
    small_amounts: Amounts | None = None
    disposable_domains: list[Domain] = Field(default=[], max_length=500, examples=[["mailbox.example"]])
    review_hours: Annotated[int, Field(strict=True, ge=1, le=6 * 24)] = Field(48, description="Held money is lost after seven days.")
    at_deadline: AtDeadline = AtDeadline.DECLINE

    @model_validator(mode="after")
    def _holds_first(self) -> RiskSettingsModel:
        if self.decline <= self.hold:
            raise ValueError("decline must be above hold")
        return self

    def settings(self) -> RiskSettings:
        built_in = RiskSettings()
        return RiskSettings(
            mode=self.mode,
            hold=self.hold,
            decline=self.decline,
            rules={str(code): (one.limit, one.points) for code, one in self.rules.items()},
            large_amounts=built_in.large_amounts if self.large_amounts is None else _by_currency(self.large_amounts),
            small_amounts=built_in.small_amounts if self.small_amounts is None else _by_currency(self.small_amounts),
            disposable=tuple(sorted(set(self.disposable_domains))),
            review_hours=self.review_hours,
            at_deadline=self.at_deadline,
        )


class RiskSettingsView(Schema):
    """`rules`: all of them, as they are in force."""

    mode: Mode
    hold: int
    decline: int
    rules: dict[str, RiskRuleModel]
    large_amounts: list[MoneyModel]
    small_amounts: list[MoneyModel]
    disposable_domains: list[str]
    review_hours: int
    at_deadline: AtDeadline
    version: int

    @classmethod
    def of(cls, kept: KeptRisk) -> RiskSettingsView:
        one = kept.settings
        rules = {code: one.rule(code) for code in RULES if code != UNKNOWN}
        return cls(
            mode=one.mode,
            hold=one.hold,
            decline=one.decline,
            rules={code: RiskRuleModel(limit=rule.limit, points=rule.points) for code, rule in rules.items()},
            large_amounts=_shown(one.large_amounts),
            small_amounts=_shown(one.small_amounts),
            disposable_domains=list(one.disposable),
            review_hours=one.review_hours,
            at_deadline=one.at_deadline,
            version=kept.version,
        )


class DryRun(Schema):
    """`settings`: those to try; without them, the ones in force. `last`: so many payments, the newest that were judged."""

    settings: RiskSettingsModel | None = None
    last: Annotated[int, Field(strict=True, ge=1, le=1_000)] = 200


class RehearsedPayment(Schema):
    payment_id: str
    order_id: str
    at: str
    score: int
    verdict: str
    was: str
    reasons: dict[str, int]


class DryRunView(Schema):
    """What the settings would have said of `judged` payments: how many would be accepted, held and declined, how often each rule gave
    points, and those (at most 100) that were judged otherwise than they were."""

    judged: int
    verdicts: dict[str, int]
    reasons: dict[str, int]
    changed: int
    changes: list[RehearsedPayment] = Field(max_length=100)

    @classmethod
    def of(cls, found: Rehearsed) -> DryRunView:
        changes = [RehearsedPayment(**vars(one)) for one in found.changes[:100]]
        return cls(judged=found.judged, verdicts=found.verdicts, reasons=found.reasons, changed=len(found.changes), changes=changes)


def _by_currency(amounts: list[Price]) -> dict[str, int]:
    return {one.currency: one.amount for one in amounts}


def _shown(amounts: Any) -> list[MoneyModel]:
    return [MoneyModel.shown(amount, currency) for currency, amount in sorted(amounts.items())]
