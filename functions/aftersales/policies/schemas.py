"""The return policies as staff send and read them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from functions.aftersales.model.policy import CaseRules, Exclusion, Freight, Policy
from functions.aftersales.model.return_label import LabelRule
from functions.shared.contact.address import AddressIn, names_of
from functions.shared.documents.document import Versioned
from functions.shared.http.input_types import Code, PlainText, PlainTexts
from functions.shared.http.validation import Price, Schema
from functions.shared.plain.postal_address import Address

_TIMES = (
    "answer_hours",
    "offer_hours",
    "send_hours",
    "arrive_hours",
    "escalate_hours",
    "evidence_hours",
    "complaint_hours",
    "close_hours",
    "pay_hours",
    "survey_days",
)
_Hours = Annotated[int, Field(strict=True, ge=1, le=24 * 365)]
_Days = Annotated[int, Field(strict=True, ge=0, le=3650)]


class PolicyModel(Schema):
    """Of a category with everything below it; without one, of all that no other names."""

    id: Code = Field(examples=["default"])
    category_id: Code | None = None
    window_days: _Days = Field(14, description="Days of the store, from the day after delivery.")
    fault_days: _Days = Field(30, description="As long something wrong with the goods can be told.")
    condition: PlainTexts | None = Field(None, examples=[{"zh": "商品完好", "en": "As received"}])
    text: PlainTexts | None = Field(None, description="The clause as buyers read it.", examples=[{"zh": "14 天内可退", "en": "14 days"}])
    freight: Freight = Freight.BY_FAULT
    restocking_fee_bp: int = Field(0, strict=True, ge=0, le=10_000, description="Hundredths of a per cent; never for what is faulty.")
    warranty_months: int = Field(24, strict=True, ge=0, le=600, description="As long the shop repairs for nothing; from delivery.")
    exclusion: Exclusion = Field(Exclusion.NONE, description="Why the law lets these goods be excluded from a return without a reason.")


class ReturnLabelModel(Schema):
    """Whose waybill the goods come back with, once a return is approved."""

    carrier: Code = Field(examples=["sf"])
    service: Code | None = None
    receiver: AddressIn
    charge: Price | None = Field(None, description="What it costs a buyer who pays for it; without it, what the courier asks.")

    def rule(self) -> LabelRule:
        amount, currency = (self.charge.amount, self.charge.currency) if self.charge else (None, "")
        return LabelRule(self.carrier, Address(**self.receiver.model_dump()), self.service or "", amount, currency)

    @classmethod
    def of(cls, rule: LabelRule) -> ReturnLabelModel:
        charge = None if rule.charge is None else Price(amount=rule.charge, currency=rule.currency)
        receiver = AddressIn.model_validate(names_of(vars(rule.receiver)))
        return cls(carrier=rule.carrier, service=rule.service or None, receiver=receiver, charge=charge)


class PoliciesIn(Versioned):
    policies: Annotated[list[PolicyModel], Field(max_length=200)]
    answer_hours: _Hours = Field(48, description="After these a request is approved by itself.")
    offer_hours: _Hours = Field(72, description="After these an offer has lapsed.")
    send_hours: _Hours = Field(14 * 24, description="After these an approved return whose goods were not sent ends.")
    arrive_hours: _Hours = Field(30 * 24, description="After these, goods that do not arrive are shown to staff.")
    escalate_hours: _Hours = Field(7 * 24, description="After these a rejected case is closed.")
    evidence_hours: _Hours = Field(72, description="As long both sides may show evidence once a case is escalated.")
    complaint_hours: _Hours = Field(24, description="After these a complaint that nobody answered is escalated.")
    close_hours: _Hours = Field(7 * 24, description="After these a case that is paid back, or sent once more, is closed.")
    survey_days: Annotated[int, Field(strict=True, ge=0, le=365)] = Field(
        7, description="So long after it is closed a survey is sent; 0: none."
    )
    pay_hours: _Hours = Field(72, description="So long after the time to answer, what an exchange costs more can be paid.")
    exchange_ships_first: bool = Field(False, strict=True, description="What goes out in an exchange does not wait for what comes back.")
    label: ReturnLabelModel | None = None
    warranty_of: Annotated[dict[Code, Annotated[int, Field(strict=True, ge=0, le=600)]], Field(max_length=500)] = Field(
        default_factory=dict, description="Months by product, where it has another warranty than its category."
    )
    return_address: Annotated[PlainText, StringConstraints(max_length=500)] | None = None

    @model_validator(mode="after")
    def _told_apart(self) -> PoliciesIn:
        if len({one.id for one in self.policies}) != len(self.policies):
            raise ValueError("a policy comes twice")
        if len({one.category_id for one in self.policies}) != len(self.policies):
            raise ValueError("a category has two policies")
        return self

    def rules(self) -> CaseRules:
        policies = [
            Policy(
                one.id,
                one.category_id or "",
                one.window_days,
                one.fault_days,
                one.condition or {},
                one.text or {},
                one.freight,
                one.restocking_fee_bp,
                one.exclusion,
                one.warranty_months,
            )
            for one in self.policies
        ]
        kept = {name: getattr(self, name) for name in (*_TIMES, "exchange_ships_first", "warranty_of")}
        label = self.label.rule() if self.label else None
        return CaseRules(**kept, return_address=self.return_address or "", label=label, policies=policies)


class PoliciesOut(PoliciesIn):
    version: int = Field(description="0 until they are set for the first time.")

    @classmethod
    def of(cls, rules: CaseRules, version: int) -> PoliciesOut:
        policies = [
            PolicyModel(
                **{name: getattr(one, name) for name in ("id", "window_days", "fault_days", "freight", "exclusion")},
                **{name: getattr(one, name) or None for name in ("category_id", "condition", "text")},
                restocking_fee_bp=one.fee_bp,
                warranty_months=one.warranty_months,
            )
            for one in rules.policies
        ]
        kept = {name: getattr(rules, name) for name in (*_TIMES, "exchange_ships_first", "warranty_of")}
        label = ReturnLabelModel.of(rules.label) if rules.label else None
        return cls(policies=policies, **kept, label=label, return_address=rules.return_address or None, version=version)
