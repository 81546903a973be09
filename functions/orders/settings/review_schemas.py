"""Review rules, as staff send and read them."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.orders.model.review.rules import ReviewRule, Risk, folded
from functions.shared.contact.areas import AreaModel, AreaShown
from functions.shared.documents.document import Versioned
from functions.shared.http.validation import MoneyModel, Schema, Text
from functions.shared.plain.money import MAX_AMOUNT

RuleCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", max_length=64), Field(examples=["large-order"])]


def _said(word: str) -> str:
    if len(folded(word).strip()) < 2:
        raise ValueError("a word has two letters at least")
    return word


Word = Annotated[
    Text, StringConstraints(max_length=60, strip_whitespace=True), AfterValidator(_said), Field(examples=["freight forwarder"])
]


class AmountFrom(MoneyModel):
    """Minor units: an order of this total or more."""

    amount: int = Field(strict=True, ge=1, le=MAX_AMOUNT)


class ReviewRuleParts(Schema):
    """The rule holds an order of which everything is so that the rule names; it names one thing at least.

    `amount_from`: its total, in this currency (an order in another one is none of this rule). `areas`: where it goes, one of them.
    `po_box`, `address_words`: signs of its address, one of them; a word is looked for in name, street and places, in any case.
    `first_order`: nothing was paid before with its account, or, of a guest, with its telephone number. `country_differs`: the payer's
    country, where their provider tells it, is another one than the parcel goes to. `risk_from`: what their provider says of the payment.
    None of our providers tells these two yet: until one does, a rule that names them holds nothing.
    """

    enabled: bool = True
    reason: Text = Field(description="What staff read: what is to be looked at.", examples=["Large first order: call the buyer."])
    amount_from: AmountFrom | None = None
    po_box: bool = False
    address_words: list[Word] = Field([], max_length=200)
    first_order: bool = False
    country_differs: bool = False
    risk_from: Risk | None = None


class ReviewRuleBody(ReviewRuleParts):
    areas: list[AreaModel] = Field([], max_length=100)

    @model_validator(mode="after")
    def _names_something(self) -> ReviewRuleBody:
        if not self.rule("x").names_something:
            raise PydanticCustomError("names_nothing", "A rule that names nothing would hold every order: name one thing at least.")
        return self

    def rule(self, code: str) -> ReviewRule:
        return ReviewRule(
            code=code,
            reason=self.reason,
            enabled=self.enabled,
            amount=self.amount_from.amount if self.amount_from else None,
            currency=self.amount_from.currency if self.amount_from else "",
            areas=tuple(area.area() for area in self.areas),
            po_box=self.po_box,
            words=tuple(self.address_words),
            first_order=self.first_order,
            country_differs=self.country_differs,
            risk=self.risk_from,
        )


class ReviewRuleIn(ReviewRuleBody):
    code: RuleCode


class KeptReviewRule(ReviewRuleParts):
    code: str
    areas: list[AreaShown]

    @classmethod
    def of_rule(cls, rule: ReviewRule, **more: int) -> Self:
        return cls(
            code=rule.code,
            enabled=rule.enabled,
            reason=rule.reason,
            amount_from=None if rule.amount is None else AmountFrom(amount=rule.amount, currency=rule.currency),
            areas=[AreaShown.of(area) for area in rule.areas],
            po_box=rule.po_box,
            address_words=list(rule.words),
            first_order=rule.first_order,
            country_differs=rule.country_differs,
            risk_from=rule.risk,
            **more,
        )


class ReviewRuleOut(KeptReviewRule):
    version: int

    @classmethod
    def of(cls, rule: ReviewRule, version: int) -> ReviewRuleOut:
        return cls.of_rule(rule, version=version)


class ReviewDocumentIn(Versioned):
    """All review rules, as a version keeps them."""

    rules: list[ReviewRuleIn] = Field(max_length=50)


class ReviewDocumentOut(Schema):
    """All review rules."""

    version: int
    rules: list[KeptReviewRule]


class ReviewRulesOut(Schema):
    data: list[ReviewRuleOut]
    next_cursor: str | None = None
