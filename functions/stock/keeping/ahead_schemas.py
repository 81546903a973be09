"""The terms on which a variant is sold ahead, as staff read and write them."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from functions.shared.documents.document import Versioned
from functions.shared.http.moments import Day
from functions.shared.http.validation import Schema
from functions.stock.keeping.schemas import PIECES
from functions.stock.keeping.set_ahead import Ahead
from functions.stock.model.ahead import AheadTerms, Mode


class AheadIn(Versioned):
    """`none`: it is sold from stock only. `backorder`: also when nothing of it is left. `preorder`: until a day, whatever lies there."""

    mode: Mode = Field(examples=["preorder"])
    limit: int = Field(0, strict=True, ge=0, le=PIECES, description="So many pieces at most are sold and not there yet.", examples=[50])
    promised_on: Day | None = Field(None, description="The day that buyers are told; kept in their order.", examples=["2030-03-01"])
    until: Day | None = Field(None, description="Of a pre-order: the first day on which it is sold from stock.", examples=["2030-02-15"])

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.mode != "none" and self.promised_on is None:
            raise ValueError("promised_on is missing: buyers are told a day")
        if (self.until is not None) != (self.mode == "preorder"):
            raise ValueError("until belongs to a pre-order, and only to it")
        return self

    def terms(self) -> AheadTerms:
        if self.mode == "none":
            return AheadTerms()
        until = self.until.isoformat() if self.until else ""
        return AheadTerms(self.mode, self.limit, self.promised_on.isoformat() if self.promised_on else "", until)


class AheadOut(Schema):
    variant_id: str
    mode: Mode
    limit: int
    promised_on: str | None
    until: str | None
    owed: int = Field(description="Pieces that are sold ahead now, and not there yet.")
    left: int = Field(description="How many more can be sold ahead.")
    version: int

    @classmethod
    def of(cls, ahead: Ahead) -> AheadOut:
        terms = ahead.terms
        return cls(
            variant_id=ahead.variant_id,
            mode=terms.mode,
            limit=terms.limit,
            promised_on=terms.promised_on or None,
            until=terms.until or None,
            owed=ahead.owed,
            left=0 if terms.mode == "none" else max(0, terms.limit - ahead.owed),
            version=terms.version,
        )
