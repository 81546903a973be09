"""How promotions explain themselves to a buyer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from functions.promotions.offers.explanation import Explanation, Told
from functions.shared.http.validation import MoneyModel, Schema


class AppliedOut(Schema):
    rule_id: str | None
    code: str | None = Field(description="Null for a promotion that applies by itself.")
    text: str
    amount: MoneyModel


class RefusedOut(Schema):
    """`reason` is a stable code. `missing` (minor units, or pieces for too_few_pieces) and `off`: the way to the next step."""

    rule_id: str | None
    code: str | None
    reason: str
    text: str
    missing: int
    off: int


class ExplanationOut(Schema):
    """Every discount and every refused code in a sentence of the buyer's language; hints: what more in the cart would give."""

    applied: list[AppliedOut]
    refused: list[RefusedOut]
    hints: list[RefusedOut]

    @classmethod
    def of(cls, explanation: Explanation, currency: str) -> ExplanationOut:
        applied = [
            AppliedOut(rule_id=t.rule_id, code=t.code, text=t.text, amount=MoneyModel.shown(t.amount, currency))
            for t in explanation.applied
        ]
        return ExplanationOut(applied=applied, refused=_refused(explanation.refused), hints=_refused(explanation.hints))

    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ExplanationOut.model_fields}


def _refused(told: Iterable[Told]) -> list[RefusedOut]:
    return [RefusedOut(rule_id=t.rule_id, code=t.code, reason=t.reason or "", text=t.text, missing=t.missing, off=t.off) for t in told]
